/* A model of one lock of the file store: its state is one file name, and each change is one rename of the name that was
 * read. Two sessions of two helper processes each; every process may be delayed for ever or killed between any two
 * steps; leases may end at any time; a session's agent may die and leave its helpers behind as orphans.
 *
 * A helper may also be the launcher: it sees its session's own lease, moves it on without making it longer, and believes.
 * It cannot tell that the lease ended after it looked. So this is assumed: by the time that a lease ends, every launcher
 * that has seen it has moved it or is dead. (It wants a minute to be left, and the client kills it after 3 s.)
 *
 * Switches (spin -D...):
 *   STALE      a listing may show any earlier state, also the absence of all (attribute caches of network file systems)
 *   BYHANDLE   a rename acts on an opened handle and not on the name (Windows)
 *   GUARD      look-again and rename run inside an exclusive open, which the kernel ends with the process
 *   HOTLATE    control: that assumption does not hold
 *   FASTPATH   control: one's own binding lease is granted on sight, without a rename
 *   NOTOKEN    control: refresh and release do not compare the token
 *   NAIVEBOOT  control: the directory is made first and the state in it afterwards
 *   UNLINK     control: release removes the state instead of renaming it
 *   MAXGEN, OPS, ENDS: how many states the lock may go through, how many operations may be begun, by whomever, and how
 *              often a lease may end by itself
 */
#define NP 4
#define SESSION(p) (1 + (p) / 2)
#ifndef MAXGEN
#define MAXGEN 4
#endif
#ifndef OPS
#define OPS 4
#endif
#ifndef ENDS
#define ENDS 2
#endif

byte gen = 0;                 /* the present state's number; 0: there is no directory yet */
byte owner = 0;               /* the session that it names; 0: free */
byte token = 0;               /* the highest token ever granted, as the name carries it */
bool expired = false;
bool dead[3];                 /* the session's agent is provably dead */
byte trusts[NP];              /* the token under which this process believes its session holds the lock; 0: it does not */
byte lastToken = 0;
byte guardedBy = 255;
byte begun = 0;
bool looked[NP];              /* this launcher has seen its session's lease, and is still in time to move it */
#ifdef STALE
byte wasOwner[MAXGEN + 1]; byte wasToken[MAXGEN + 1]; bool wasExpired[MAXGEN + 1];
#endif

/* Nobody believes in this token any more. */
inline drop(t) { z = 0; do :: z < NP -> if :: trusts[z] == t -> trusts[z] = 0 :: else fi; z++ :: else -> z = 0; break od }

/* The invariant: two sessions never both believe. */
inline believe(t) {
  if
  :: dead[me] -> skip
  :: else ->
    trusts[id] = t; z = 0;
    do :: z < NP -> assert(SESSION(z) == me || trusts[z] == 0); z++ :: else -> z = 0; break od
  fi
}

inline see() {
  g = gen; o = owner; t = token; x = expired;
#ifdef STALE
  do :: g > 0 -> g--; o = wasOwner[g]; t = wasToken[g]; x = wasExpired[g] :: break od;
#endif
  if :: o != 0 && dead[o] -> x = true :: else fi
}

inline look() { atomic { see() } }

inline commit(newOwner, newToken) {
  gen++; owner = newOwner; expired = hot && expired;
  if :: newToken > token -> assert(newToken > lastToken); lastToken = newToken; token = newToken :: else fi;
#ifdef STALE
  wasOwner[gen] = owner; wasToken[gen] = token; wasExpired[gen] = expired;
#endif
  if :: newOwner != 0 -> believe(token) :: else -> drop(mine) fi
}

#ifdef NAIVEBOOT
#define CURRENT (gen == g || g == 0)
#else
#define CURRENT (gen == g)
#endif

/* Whether the process still lives to make its move. */
#define INTIME (!hot || looked[id])

/* Moves the lock on from the state that was seen, or does nothing. */
inline move(newOwner, newToken) {
#ifdef GUARD
  atomic { guardedBy == 255 -> guardedBy = id };
  if :: goto killed :: skip fi;
#endif
#ifdef BYHANDLE
  won = CURRENT;                                  /* the source is found by its name and opened... */
#ifdef GUARD
  if :: goto killed :: skip fi;
#endif
  atomic {                                        /* ...and renamed by the handle, whatever it is called by now */
    if :: won && INTIME && gen < MAXGEN && (g > 0 || gen == 0) -> commit(newOwner, newToken) :: else fi
  };
#else
  atomic { if :: CURRENT && INTIME && gen < MAXGEN -> commit(newOwner, newToken) :: else fi };
#endif
#ifdef GUARD
  atomic { if :: guardedBy == id -> guardedBy = 255 :: else fi }
#endif
}

proctype Helper(byte id) {
  byte g, o, t, me, z, mine; bool x, won, hot;
  me = SESSION(id);
  do
  :: atomic { begun < OPS -> begun++ };
    if
    :: look();                                    /* acquire */
      if
#ifdef FASTPATH
      :: o == me && !x -> atomic { mine = t; believe(t) }
#else
      :: o == me && !x -> atomic { mine = t }; move(me, t)
#endif
      :: o == me && x -> atomic { mine = t }; move(me, t)
      :: o == 0 || (o != me && x) -> atomic { mine = gen + 1; if :: g + 1 > t -> mine = g + 1 :: else fi }; move(me, mine)
      :: o != 0 && o != me && !x -> skip          /* refused */
      fi
    :: atomic { see(); hot = (o == me && !x); looked[id] = hot };   /* the launcher */
      if
      :: hot -> atomic { mine = t }; move(me, t)
      :: else -> skip
      fi
    :: mine != 0 -> look();                       /* refresh */
      if
#ifdef NOTOKEN
      :: o == me -> move(me, t)
#else
      :: o == me && t == mine -> move(me, t)
#endif
      :: else -> skip
      fi
    :: mine != 0 -> atomic { drop(mine) }; look();  /* release: its session lets go, from here until it has returned */
      if
#ifdef NOTOKEN
      :: o == me ->
#else
      :: o == me && t == mine ->
#endif
#ifdef UNLINK
        atomic { if :: gen == g -> gen = 0; owner = 0; token = 0; expired = false :: else fi }
#else
        move(0, t)
#endif
      :: else -> skip
      fi
    :: break
    fi;
    atomic { g = 0; o = 0; t = 0; x = false; won = false; hot = false; looked[id] = false }
  :: else -> break
  od;
killed:
  atomic { if :: guardedBy == id -> guardedBy = 255 :: else fi; g = 0; o = 0; t = 0; x = false; won = false; mine = 0;
    hot = false; looked[id] = false }
}

/* Leases end, and agents die, at any moment. */
proctype World() {
  byte ends, z; bool died;
  do
  :: ends < ENDS -> atomic {
      owner != 0 && !expired -> expired = true; ends++; drop(token);
#ifndef HOTLATE
      do :: z < NP -> looked[z] = false; z++ :: else -> z = 0; break od;
#endif
#ifdef STALE
      wasExpired[gen] = true
#endif
    }
  :: !died -> atomic {
      died = true; dead[1] = true; trusts[0] = 0; trusts[1] = 0
    }
  :: break
  od
}

init { atomic { run Helper(0); run Helper(1); run Helper(2); run Helper(3); run World() } }
