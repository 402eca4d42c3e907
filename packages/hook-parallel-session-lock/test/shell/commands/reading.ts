import { rows } from "./rows.ts"

/** What agents do all day, and nobody should have to wait for. */
export const reading = rows(String.raw`
# files
ls
ls -la
ls -la src/ 2>/dev/null
ls -R | head -100
ls -lt | head
ls src test docs 2>/dev/null || echo "missing"
ls *.json
ls src/*.ts | wc -l
ls -d */
ls ~
cat README.md
cat package.json | head -50
cat src/a.ts src/b.ts
cat -A src/a.ts | head -3
cat -- README.md
head -20 README.md
head -n 5 src/*.ts
tail -5 README.md
tail -n +3 src/a.ts
tail -c 100 README.md
wc -l src/*.ts
wc -l < README.md
cat README.md | wc -l
stat README.md
stat -c '%s %n' README.md
file README.md
file -b src/a.ts
du -sh .
du -sh * | sort -hr | head
df -h
tree -L 2
tree -a -I 'node_modules|.git' --noreport
realpath src
readlink -f src/a.ts
basename src/a.ts .ts
dirname src/a.ts
pwd
md5sum README.md
sha256sum src/*.ts
xxd README.md | head -3
xxd -l 16 README.md
od -c README.md | head
hexdump -C README.md | head -5
strings README.md | head
nl -ba src/a.ts | sed -n '1,5p'
diff src/a.ts src/b.ts
diff -u src/a.ts src/b.ts || true
diff <(sort src/a.ts) <(sort src/b.ts) || true
cmp src/a.ts src/b.ts || true
comm -12 <(sort src/a.ts) <(sort src/b.ts)
less README.md
test -f README.md && echo yes
[ -d src ] && echo "dir" || echo "none"
[[ -f README.md && ! -d nope ]] && echo ok
[ "$(ls src | wc -l)" -gt 1 ] && echo many
if [ -f package.json ]; then cat package.json; else echo none; fi
if [[ "$(uname)" == "Linux" ]]; then echo linux; fi
test -n "$HOME" && echo home
[ -z "$FOO" ] && echo unset
# text
grep -rn "export" src
grep -rn --include='*.ts' "import" . | head -20
grep -c export src/a.ts
grep -E "^(import|export)" src/*.ts
grep -v '^#' README.md | grep -i test
grep -oP 'v\d+' README.md || echo none
grep -l TODO -r src || true
grep "\$HOME" README.md || true
rg "export" src
rg -n --type ts "foo|bar" src -g '!*.test.ts'
rg -l TODO | head
rg --files | head -20
rg -e "-o" src
rg "a > b" src
rg -U "foo\nbar" src | head -5
ag foo src
fd -e ts
fd -t f "\.ts$" src
sort README.md
sort -u README.md | uniq -c | sort -rn | head
sort -k2,2n -t, README.md
sort -t $'\t' -k1 README.md
uniq README.md
uniq -c README.md
cut -d: -f1 /etc/passwd | head -3
cut -c1-80 README.md
tr 'a-z' 'A-Z' < README.md
tr -d '\n' < README.md | head -c 100
paste src/a.ts src/b.ts
column -t README.md
fold -w 80 README.md
rev README.md
tac README.md
seq 1 5
seq 3 | paste -sd+ | bc
expr 1 + 2
sed -n '1,80p' README.md
sed -n '5p' src/a.ts
sed -n 1,3p src/a.ts
sed -n '/export/,/}/p' src/a.ts
sed -n '1,5p;10q' README.md
sed 's/foo/bar/g' src/a.ts | head
sed -e 's/a/b/' -e 's/c/d/' README.md
sed -E 's/^ +//; s/ +$//' README.md
sed 's|/|_|g' README.md
sed '/^$/d' README.md
sed -n '$p' README.md
sed -n '2{p;q}' README.md
sed 's/\x1b\[[0-9;]*m//g' README.md
sed -ne '1p' -- README.md
sed "s/a/b/" < README.md
awk '{print $1}' README.md
awk -F: '{print $1, $3}' /etc/passwd | head -3
awk 'NR>=2 && NR<=4' README.md
awk 'NR>=2 && NR<=4 {print NR": "$0}' README.md
awk '{s+=$1} END {print s}' README.md
awk 'length($0) > 80' README.md
awk '$3 > 100 {print $1}' README.md
awk '/export/ {print FILENAME": "$0}' src/a.ts
awk -v n=3 'NR==n' README.md
awk '!seen[$0]++' README.md
awk 'BEGIN { print "a > b | c" }'
jq . package.json
jq -r '.scripts | keys[]' package.json
jq '.name' < package.json
cat package.json | jq -r '.dependencies // {} | to_entries[] | "\(.key) \(.value)"'
jq --arg k name '.[$k]' package.json
yq '.name' package.json
base64 README.md | head -2
echo aGVsbG8= | base64 -d
iconv -f utf-8 -t ascii//TRANSLIT README.md
# find
find . -name "*.ts"
find . -type f -name '*.ts' -not -path './node_modules/*' | head -20
find . -maxdepth 2 -type d
find src -name '*.ts' -exec wc -l {} +
find . -name '*.md' -exec grep -l foo {} \;
find . -type f -print0 | xargs -0 grep -l export
find . -name package.json | xargs cat
find . -mtime -7 -type f
find . -size +10k -ls
find . \( -name '*.ts' -o -name '*.md' \) -print
find . -type f -printf '%T@ %p\n' | sort -rn | head -5
find . -path ./node_modules -prune -o -name '*.ts' -print
find src -name '*.ts' -exec sed -n '1,3p' {} \;
find src -type f -newer README.md
find "$HOME" -maxdepth 0
# git
git status
git status --short
git status -sb
git status --porcelain=v1 -uall
git --no-pager log --oneline -5
git log --oneline -10
git log --oneline --graph --all | head -20
git log -p -1 -- src/a.ts
git log --format='%h %an %s' -3
git log --since="2 weeks ago" --author="x" --stat
git log -S export --oneline
git log --follow -- src/a.ts
git log -1 --format=%cd --date=iso
git diff
git diff --stat
git diff --cached
git diff HEAD~1 -- src
git diff HEAD~1..HEAD --name-only
git diff --name-status HEAD~1 | head
git diff --no-index src/a.ts src/b.ts || true
git diff --output-indicator-new=+ HEAD~1
git show
git show HEAD:src/a.ts
git show --stat HEAD
git show HEAD~1 --name-only
git blame src/a.ts
git blame -L 1,3 src/a.ts
git rev-parse HEAD
git rev-parse --abbrev-ref HEAD
git rev-parse --show-toplevel
git branch
git branch -a
git branch -vv
git branch --show-current
git branch --list 'ma*'
git branch --contains HEAD
git branch --merged
git branch -r --sort=-committerdate | head
git tag
git tag -l 'v*'
git tag --sort=-creatordate | head -5
git tag -n3
git remote
git remote -v
git remote get-url origin || true
git stash list
git stash show -p || true
git worktree list
git config user.name
git config --get user.email
git config --list --show-origin
git config -l | head
git config --global --get core.editor || true
git ls-files
git ls-files src | head
git ls-files -o --exclude-standard
git ls-tree -r HEAD --name-only
git cat-file -p HEAD
git cat-file -t HEAD
git describe --tags --always
git shortlog -sn HEAD
git grep -n export
git grep -n -e foo -e bar -- '*.ts' || true
git for-each-ref --format='%(refname:short)' refs/heads
git merge-base HEAD HEAD~1
git rev-list --count HEAD
git reflog -5
git reflog show HEAD | head -3
git count-objects -v
git check-ignore -v dist || true
git symbolic-ref --short HEAD
git submodule status
git name-rev HEAD
git clean -nd
git apply --stat /dev/null || true
git fsck
git archive HEAD | tar t
git -C . status
git -C src log --oneline -1
git --git-dir=.git log -1 --oneline
git -c color.ui=never diff
git -c core.quotepath=false status
git --no-optional-locks status
git help -a | head
git version
git log --oneline "$(git merge-base HEAD HEAD~1)"..HEAD
git log $(git describe --tags --abbrev=0 2>/dev/null)..HEAD --oneline
git diff $(git rev-parse HEAD~1) --stat
cd src && git status && cd ..
cd "$(git rev-parse --show-toplevel)" && ls
git status && git diff --stat && git log --oneline -3
git status; echo "---"; git log --oneline -3
git status 2>&1 | head -20
# lists, loops, here-documents
echo hello
echo "a > b"
echo 'rm -rf /'
echo "it's \"fine\"" | cat
echo $HOME $USER ＄{SHELL:-none} "$PWD"
echo $((1 + 2 * 3))
printf '%s\n' a b c
printf "%-20s %s\n" name value
printf '%d items\n' 3
cd src && ls
cd src; pwd; cd - >/dev/null
(cd src && ls -la)
pushd src >/dev/null && ls && popd >/dev/null
for f in src/*.ts; do echo "== $f"; head -3 "$f"; done
for f in a b c; do grep -c export "src/$f.ts" 2>/dev/null; done
for i in 1 2 3; do echo $((i * 2)); done
for i in $(seq 1 3); do echo "$i"; done
for f in src/*.ts; do sed -n '1p' "$f"; done
for c in HEAD HEAD~1; do git show --stat $c | head -3; done
i=0; while [ $i -lt 3 ]; do echo $i; i=$((i+1)); done
i=0; while (( i < 3 )); do (( i++ )); echo "$i"; done
for ((i=0; i<3; i++)); do echo $i; done
while read -r line; do echo "$line"; done < README.md
git ls-files | while read -r f; do wc -l "$f"; done
git ls-files | while IFS= read -r f; do echo "$f: $(wc -l < "$f")"; done
cat README.md | while IFS=: read -r a b; do echo "$a"; done
n=$(ls | wc -l); if [[ $n -gt 2 ]]; then echo "$n files"; fi
BASE=$(git merge-base HEAD HEAD~1); git diff --stat $BASE HEAD
f=src/a.ts; wc -l $f; sed -n '1,2p' "$f"
case "$(uname)" in Linux) echo l;; Darwin) echo d;; *) echo other;; esac
ls ⏎pwd ⏎git status
# a comment⏎ls
ls # and rm -rf /
ls && ⏎ pwd
ls \⏎  -la
cat <<'EOF'⏎$(rm -rf x) > out⏎EOF
cat <<EOF⏎hello $USER $(date +%s)⏎EOF
cat <<-EOF | sort⏎	b⏎	a⏎	EOF
jq . <<< '{"a":1}'
wc -c <<< "$(cat README.md)"
{ echo a; echo b; } | sort
! grep -q nothing README.md
time ls
ls &>/dev/null
ls >/dev/null 2>&1 && echo ok
ls 2>&1 | tee /dev/stderr | head -1
ls nope 2> >(grep -v x >&2) || true
echo err >&2
exec_time=5; echo $exec_time
set -euo pipefail; ls
set -e⏎cd src⏎cat a.ts | head -5
show() { head -2 "$1"; }; show README.md
log() { echo "[log] $*"; }⏎log start⏎log end
trace=1 && echo "＄{trace:-0}" "＄{#trace}" "＄{trace%x}"
mapfile -t files < <(ls src); echo "＄{#files[@]}" "＄{files[0]}"
declare -a xs; xs=(a b c); for x in "＄{xs[@]}"; do echo "$x"; done
local_file="src/a.ts"; [ -f "$local_file" ] && cat "$local_file"
ls {src,test} 2>/dev/null || true
echo {1..5}
sleep 0.1 && echo done
true; false || :
export LC_ALL=C; sort README.md
LC_ALL=C sort README.md | head
NO_COLOR=1 GIT_PAGER=cat git log -1
TZ=UTC date
x="src"; ls "$x"; cd "$x" && ls
# wrappers
xargs -n1 echo < README.md
ls src | xargs -I{} head -1 src/{}
git ls-files | xargs wc -l | tail -1
git ls-files -z | xargs -0 -n 50 grep -n export | head
git diff --name-only HEAD~1 | xargs ls -la
env
env LC_ALL=C sort README.md
timeout 5 ls
timeout 10s grep -rn foo . || true
nice -n 10 ls
stdbuf -oL cat README.md
command ls
command -v node
command -v git >/dev/null 2>&1 && echo have
builtin echo hi
bash -c 'ls -la | head'
bash -lc "git status"
sh -c "cat README.md"
bash -euo pipefail -c 'ls; pwd'
bash -n README.md || true
type ls
which node git
/bin/ls -la
/usr/bin/env ls
\ls
'ls' -la
\cat README.md
l\s
"ls"
# system
ps aux | head -5
ps -ef | grep node | grep -v grep
top -b -n1 | head -5
free -h
uname -a
date
date -u +%Y-%m-%dT%H:%M:%SZ
date +%s
id
whoami
hostname
uptime
nproc
printenv PATH
lsof -i :3000 || true
ss -tlnp | head -3
pgrep -f nothing-here || true
kill -0 1 2>/dev/null || true
node --version
node -v
node --check index.js || true
man ls | col -b | head -3
for f in *.json; do jq . $f; done
npm -v
python3 --version
python -V
git --version
bash --version | head -1
cargo --version
java -version
tsc --version
docker --version
man -k nothing || true
ulimit -a
umask
hash
systemctl status nothing --no-pager | head
journalctl -u nothing -n 10 --no-pager
# archives
tar tf a.tgz
tar -tzvf a.tgz | head
tar --list --file=a.tgz
gzip -l a.tgz || true
gzip -dc a.tgz | head -c 10 | xxd
zcat a.tgz | head -c 10 | xxd
unzip -l nothing.zip || true
dd if=README.md bs=1 count=10 2>/dev/null
`)

/** Also reading, but not to be run by a test: they ask the network, or a service that may not be there. */
export const readingElsewhere = rows(`
curl -s https://example.com
curl -sSL https://example.com/a.json | jq .
curl -I https://example.com
curl -sf -o /dev/null -w '%{http_code}' http://localhost:3000/health
curl -s -H "Accept: application/json" "http://localhost:8080/api?x=1"
wget -qO- https://example.com
wget --spider https://example.com
gh pr view 12
gh pr list --state open --limit 5
gh pr diff 12
gh pr checks
gh issue view 4 --comments
gh issue list --json number,title --jq '.[].title'
gh run view 123 --log-failed
gh run list -L 5
gh repo view
gh api repos/o/r/pulls/1
gh api -X GET repos/o/r/issues
gh release list
gh auth status
git ls-remote --heads origin
git remote show origin
npm ls
npm ls --depth=0
npm view react version
npm outdated
npm audit
npm audit --json
npm config get registry
npm explain lodash
pnpm ls
pnpm why react
pnpm -r list --depth 0
pnpm --filter web list
yarn why react
yarn list --depth=0
pip list
pip show requests
pip freeze | grep -i django
python -m pip list
python3 -m json.tool package.json
cargo tree --locked
cargo metadata --locked --format-version 1
go list ./...
go version
go env GOPATH
go doc fmt
gofmt -l .
docker ps -a
docker logs --tail 50 web
docker images
docker inspect web
docker compose ps
docker compose logs --tail=20 web
kubectl get pods -n default
kubectl -n prod describe pod x
kubectl logs deploy/web --tail=20
brew list
apt list --installed
dpkg -l | grep ssl
ast-grep -p 'console.log($A)' -l ts
bat -n src/a.ts
tokei
ping -c 1 localhost
dig example.com
ip addr show
`)
