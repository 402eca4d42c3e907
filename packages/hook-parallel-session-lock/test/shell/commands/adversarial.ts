import { rows } from "./rows.ts"

/** None of these only reads, though most try to look like it. Class `changes` or `unknown`: never `reads`. */
export const adversarial = rows(String.raw`
# names in disguise
\rm x
'rm' x
r""m x
"r"m x
r\⏎m x
$'\x72m' x
$'rm' x
/bin/rm x
/usr/bin/rm x
./rm x
./ls
bin/ls
../ls
/tmp/ls
/home/x/bin/cat f
{rm,x}
{ls,-la}
$(echo rm) x
$CMD x
"$CMD" x
＄{CMD:-rm} x
x=rm; $x y
x="rm y"; $x
x=ls; x=rm; $x y
if false; then x=echo; fi; $x rm y
(x=echo); $x rm y
x=echo true; $x rm y
f() { x=echo; }; $x rm y
true | x=echo; $x rm y
x=; $x rm y
x=""; env -u $x ls rm y
[l]s
l? x
*
~/bin/tool
ls() { rm x; }; ls
cat() { tee out; }; cat x
f() { rm x; }; f
f() { "$@"; }; f rm x
(f() { ls; }); f
function f { touch x; }; f
ＬＳ
ｌｓ
ls​ -la
rm‮x
# redirections
ls >x
ls > "$x"
ls >|x
ls &>x
ls &>>x
ls >&x
ls 2>x
ls 2>>x
cat <>x
{fd}>x ls
>x
> x ls
ls > /tmp/../etc/x
ls > /tmp/a/b
ls > /tmp
ls > tmp/x
ls > *.txt
ls > {a,b}
ls > $(echo x)
ls > /dev/null > x
ls 2>&1 >x
ls > /dev/nullx
ls > /dev/tcp/h/1
cat < /dev/tcp/h/1
ls >&$fd
(ls) > x
{ ls; } > x
if true; then ls; fi > x
for f in a; do echo $f; done > x
while read -r l; do echo $l; done < a > b
ls | cat > x
ls |& tee x
exec > x
exec 3<> x
ls > ~/x
ls > /dev/null/../../x
echo x > /tmp/*
# substitutions
echo $(rm x)
echo "$(rm x)"
echo ＄{x:-$(rm x)}
ls "$(touch x)"
echo ＄{ rm x; }
echo ＄{| rm x; }
cat <(rm x)
ls > >(tee x)
cat <<EOF⏎$(rm x)⏎EOF
cat <<EOF⏎＄{x:-$(rm x)}⏎EOF
cat <<< "$(rm x)"
echo $((a[$(rm x)]))
echo ＄{a[$(rm x)]}
a[$(rm x)]=1
x=$(rm y)
x=(a $(rm y))
export X=$(rm y)
[[ $(rm x) ]]
[[ -n x && $(rm x) ]]
[ "$(rm x)" ]
case $(rm x) in *) ;; esac
case x in $(rm x)) ;; esac
for f in $(rm x); do :; done
x='a[$(rm y)]'; echo $((x))
x='a[$(rm y)]'; (( x ))
x='a[$(rm y)]'; [[ $x -eq 1 ]]
x=$(cat f); (( x > 1 ))
[[ 'a[$(rm y)]' -eq 1 ]]
test -v 'a[$(rm x)]'
[ -v "$x" ]
[[ -v a[$(rm x)] ]]
printf -v 'a[$(rm x)]' y
printf '%d' 'a[$(rm x)]'
read 'a[$(rm x)]'
unset 'a[$(rm x)]'
declare -i x='a[$(rm y)]'
let 'x=a[$(rm y)]'
x='$(rm y)'; echo ＄{x@P}
x=PATH; echo ＄{!x}
echo ＄{x:=y} ＄{PATH:=z}
echo ＄{x:$(rm y):1}
return 'a[$(rm x)]'
echo *(e:'rm x':)
ls *(e:'rm x':)
echo ＄{(e)x}
echo $[1+1]
echo $[⏎touch x⏎]
ls (e:'rm x':) # )
ls (catin #$(touch x)
2>&1- ls
ls >&1-
x='-o y'; sort $=x z
x='-o y'; sort $~x z
{ ls } always { rm x; }
env -u "$@" ls
env -u "＄{x[@]}" ls
x=ls; for i in a b; do $x y; read x < f; done
x=ls; while true; do $x y; x=rm; done
# joined
ls; rm x
ls || rm x
ls & rm x
ls⏎rm x
ls | rm x
! rm x
(rm x)
{ rm x; }
time rm x
if rm x; then :; fi
if :; then rm x; fi
if false; then :; else rm x; fi
if false; then :; elif rm x; then :; fi
while rm x; do :; done
until rm x; do :; done
for f in a; do rm x; done
for ((i=0;i<1;i++)); do rm x; done
select f in a; do rm x; done
case x in x) rm x;; esac
coproc rm x
coproc { ls; }
ls # x⏎rm x
ls \# ; rm x
echo 'a⏎' ; rm x
cat <<'EOF'⏎x⏎EOF⏎rm x
cat <<EOF; rm x⏎x⏎EOF
cat <<EOF | tee y⏎x⏎EOF
ls 'unclosed
ls "unclosed
ls $(unclosed
ls )
if true; then ls
# settings
GIT_EXTERNAL_DIFF=x git diff
GIT_PAGER=./x git log
PAGER='sh -c "rm x"' git log
LESSOPEN='|rm x' less f
LD_PRELOAD=x.so ls
PATH=. ls
PATH=.:$PATH; ls
GIT_SSH_COMMAND=x git ls-remote
BASH_ENV=x bash -c ls
NODE_OPTIONS='--require ./x.js' node --version
IFS=m; ls
GIT_TRACE=/w/x git status
GIT_INDEX_FILE=x git status
GIT_DIR=x git status
HOME=/x git status
RIPGREP_CONFIG_PATH=x rg foo
TAR_OPTIONS=--to-command=x tar tf a
export GIT_PAGER=x; git log
export FOO=1
path=(/x); ls
read PATH < f; ls
for PATH in /x; do ls; done
env PATH=. ls
env GIT_PAGER=x git log
env -S 'rm x'
env -C /x ls
# commands that run commands
env rm x
env -i rm x
env -- rm x
timeout 5 rm x
timeout -k 1 5 rm x
timeout --signal=9 5 rm x
nice rm x
nice -n 5 rm x
nohup rm x
stdbuf -oL rm x
setsid rm x
command rm x
command -p rm x
builtin eval 'rm x'
eval rm x
exec rm x
xargs rm
xargs -I{} rm {}
xargs -n1 -- rm
ls | xargs -I{} sh -c 'rm {}'
ls | xargs -I% %
ls | xargs sh -c 'rm "$@"' _
ls | xargs sort
ls | xargs env
ls | xargs -a f rm
ls | xargs git
ls | xargs find
bash -c 'rm x'
bash -c "rm x"
bash -lc 'ls; rm x'
bash -c "bash -c 'rm x'"
bash -c 'ls > x'
bash -c "$X"
bash -c 'eval rm x'
bash -i -c ls
bash -c -- 'rm x'
bash x.sh
bash < x.sh
cat x.sh | sh
echo 'rm x' | bash
bash <<'EOF'⏎rm x⏎EOF
bash <(echo rm x)
zsh -c 'rm x'
sudo rm x
watch rm x
jobs -x rm y
time -o out ls
/usr/bin/time -o x ls
kill -9 1
# options that write or run
sort -o x y
sort y -o x
sort -ox y
sort -uo x y
sort --output=x y
sort --outp=x y
sort --o x y
sort --compress-program=./x y
sort $OPTS y
sort "$f"
x="-o out"; sort $x in
sort {-o,x} y
sort -- a > b
uniq a b
uniq -c a b
uniq $x
uniq a*
xxd -r a b
xxd a b
tree -o x
tree -ao x
tree -R -H . -L 1
find . -delete
find . -fprint x
find . -fprintf x %p
find . -fls x
find . -exec rm {} \;
find . -exec sh -c 'rm "$1"' _ {} \;
find . -exec sh -c 'rm {}' \;
find . -execdir rm {} +
find . -ok rm {} \;
find . -exec ls {} \; -delete
find . -exec grep x {} \; -exec rm {} \;
find . -exec {} \;
find . "$x"
find $DIR -name x
find . -name x -exec
sed -i s/a/b/ x
sed -ni p x
sed -Ei s/a/b/ x
sed -n -i.bak p x
sed p x -i
sed --in-place p x
sed --in-pl=bak p x
sed -n 'w x' y
sed -n '1w x' y
sed 's/a/b/w x' y
sed 's/a/b/gw x' y
sed 's/a/rm x/e' y
sed '1e rm x' y
sed 'e' y
sed -n '/a/W x' y
sed -e p -e 'w x' y
sed --expression='w x' y
sed -f x y
sed "$script" y
sed 's/[/]/b/w x' y
sed 's/a/b/;w x' y
sed 'p⏎w x' y
sed -n '$!{p;w x⏎}' y
sed 's,a,b,w x' y
sed $x y
awk '{print > "x"}' y
awk '{print >> "x"}' y
awk '{print | "sh"}' y
awk '{system("rm x")}' y
awk 'BEGIN{"rm x"|getline}' y
awk '/"/ { print "a" > "x" }' y
awk '$1 > 5 {print > "x"}' y
awk -i inplace '{print}' y
awk -f x y
awk "$prog" y
awk 'BEGIN{f="sys" "tem"; @f("rm x")}'
gawk '@load "filefuncs"; BEGIN{}'
rg --pre ./x foo
rg --pre=./x foo
rg --hostname-bin=./x foo
rg "$pattern" src
fd -x rm
fd . -X rm
fd --exec rm
fd --exec-batch=rm
fd -HX rm
ag --pager ./x foo
file -C -m x
less -o x y
less '+!rm x' y
bat --pager ./x y
jq -i . x
yq -i '.a=1' x
yq -n -i . x
tar xf a
tar -xOf a
tar tf a --to-command=./x
tar tf a --checkpoint-action=exec=./x
tar -tf a -I ./x
tar tf host:a
tar cf a b
gzip x
gzip -d x
zip x y
split x
csplit x 1
shuf -o x y
iconv -o x y
base64 -o x y
tee x
tee -a x
tee $x
tee /dev/null x
dd of=x
dd if=x of=$y
date -s 2020-01-01
date 01010000
hostname x
curl -o x url
curl -ox url
curl -sSLo x url
curl --output x url
curl --outp x url
curl -O url
curl -sJO url
curl -T x url
curl -F a=b url
curl -XPOST url
curl -X DELETE url
curl --json '{}' url
curl -K x
curl -c jar url
curl -D x url
curl -w '%output{x}' url
curl -w @fmt url
curl -o - -o x url url
curl telnet://host
curl "$url"
wget -O x url
wget -q url
wget -O - -O x url
cloc --out=x .
python -m json.tool a b
npm audit --fix
npm --prefix x install
npm exec ls
node --check a -r ./b
node -c $x
pnpm dlx x
gh api -XPOST x
gh api -X PATCH x
gh api x -f a=b
gh api x --input f
gh api -iXDELETE x
gh pr view --web
go env -w A=b
go list -toolexec ./x ./...
cargo metadata
docker compose config -o x
perl -i -pe 1 x
xxd -ps a b
xxd -l 16 a b
xxd -l a b
tree -Io x y
tree -aIo x y
xargs --replace rm ls
xargs --max-lines rm ls
shuf -e -o x
fd -g -x rm
fd -gx rm
ag -A --pager=./x foo
ast-grep --debug-query -U -p a
curl -sSo x url -o /dev/null url
curl --output x -o /dev/null url
curl -X POST --request GET url
go env --w A=b
go env -w=true A=b
go doc -http
npm ls --cache=x
npm view y --logs-dir x
pip list --log x
pip list --lo x
kubectl get pods --cache-dir x
kubectl get pods --kubeconfig ./x
apt list -o Dir::Cache=x
cargo search --config x y
arch -x86_64 rm x
ss -D x
lsof -D x
ip -b x addr
ip -b addr
sysctl -n a=b
journalctl -n --vacuum-size=1M
jobs -x touch y
wait -p 'a[$(rm x)]'
shift 'a[$(rm x)]'
env =rm x
env $=x
git shortlog -n --output=x HEAD
git blame -n --output=x f
git log --pretty --output=x
git log -S --output=x
git help -w log
n=$(wc -l < gone); env -u $n ls rm
sed -le 'w x' y
# git
git diff --output=x
git diff --output x
git diff --outp=x
git log --output=x
git show --o=x
git stash show --output=x
git grep -O x
git grep -nOless x
git grep --open-files-in-pager x
git grep --open x
git -c alias.x='!rm y' x
git -c core.pager='rm x' log
git -c core.fsmonitor=./x status
git -c diff.external=./x diff
git -c core.sshCommand=x ls-remote
git -c credential.helper=x ls-remote
git --config-env=core.pager=X log
git --exec-path=. status
git -p log
git --paginate log
git branch x
git branch -f x
git branch -v x
git branch -l x
git branch --list --no-list x
git branch -u origin/x
git branch --edit-description
git branch $x
git tag x
git tag -n3 x
git tag -f x
git tag -am msg x
git config a.b c
git config set a.b c
git config --add a.b c
git config --edit
git config -e
git config --unse a.b
git config $x
git config --global a.b c
git reflog delete HEAD@{0}
git reflog expire
git stash save
git stash branch x
git remote set-url origin x
git remote update
git remote -v update
git worktree prune
git submodule foreach 'rm x'
git symbolic-ref HEAD refs/heads/x
git symbolic-ref -d HEAD
git hash-object -w x
git hash-object --stdin -w
git archive -o x HEAD
git archive --output=x HEAD
git archive --remote=ext::x HEAD
git bundle create x HEAD
git fsck --lost-found
git ls-remote --upload-pack=./x .
git ls-remote 'ext::sh -c x'
git clean -f
git clean -n --no-dry-run -f
git apply x
git apply --stat --apply x
git log $x
git log "$x"
git show {-,x}
git $x
git "$x"
git -C "$d" commit
git bisect run ./x
git bisect visualize
git rebase --exec 'rm x' main
git merge-tree --write-tree a b
git update-index --refresh
git help --web > x
git status > x
git-commit -m x
# cd, options of the shell, jobs
cd x && rm y
cd "$X"; touch y
pushd x; touch y
set -o allexport
set -a; PAGER=x
shopt -s expand_aliases; alias ls=rm; ls
enable -n test
trap 'rm x' EXIT
trap 'rm x' DEBUG; ls
hash -p ./x ls; ls
unset -f ls
readonly PATH=x
typeset -n r=PATH; r=x
mapfile -C 'rm x' -c 1 a < f
exit 'a[$(rm x)]'
umask 000
ulimit -n 1
`)

/** Rows that a file of text cannot hold as they are. */
export const adversarialBytes = [
  "ls\rrm x",
  "ls\r\nrm x",
  "ls\0rm x",
  "ls\u00a0-la",
  "ls \u200brm",
  "echo `rm x`",
  'echo "`rm x`"',
  "echo `echo \\`rm x\\``",
  "cat <<EOF\n`rm x`\nEOF",
  "cat <<EOF\nunclosed $(ls)",
  "cat <<'E'OF\nx\nEOF\nrm y",
  "cat <<\\EOF\n$(ls)\nEOF\ntouch y",
  "ls\\\n;rm x",
  "ls\u2028rm x",
  "\ufeffls",
  "x='\n'; rm y",
  "$(printf 'r\\x6d') x",
  "`echo rm` x",
]
