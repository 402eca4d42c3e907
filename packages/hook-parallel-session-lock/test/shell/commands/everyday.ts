import { rows } from "./rows.ts"

/** What agents do to change things, as they say it. */
export const changing = rows(String.raw`
rm -rf build
rm file.txt
rmdir empty
mv a.ts b.ts
cp a.ts b.ts
cp -r src dst
mkdir -p src/new
touch src/new.ts
ln -s a b
chmod +x run.sh
install -m 755 a /usr/local/bin/a
echo hi > out.txt
echo hi >> out.txt
cat a b > c
cat > src/a.ts <<'EOF'⏎export const a = 1⏎EOF
cat <<EOF > config.json⏎{"a": 1}⏎EOF
printf '%s' x > .env
tee out.txt < in.txt
ls | tee files.txt
ls | tee -a log >/dev/null
sed -i 's/a/b/' src/a.ts
sed -i '' 's/a/b/' src/a.ts
sed -i.bak -e 's/a/b/' src/a.ts
sed -E -i "s/x/y/g" $(git ls-files)
perl -pi -e 's/a/b/' src/a.ts
find . -name '*.log' -delete
find . -name '*.tmp' -exec rm {} +
find . -type f -name '*.ts' -exec sed -i 's/a/b/' {} \;
git ls-files | xargs sed -i 's/a/b/g'
grep -rl foo src | xargs rm
git add .
git add -A && git commit -m "message"
git commit -m "$(cat <<'EOF'⏎feat: x⏎⏎body⏎EOF⏎)"
git commit --amend --no-edit
git push
git push -u origin HEAD
git pull --rebase
git fetch origin
git checkout main
git checkout -b feature
git checkout -- src/a.ts
git switch -c feature
git restore src/a.ts
git reset --hard HEAD~1
git reset
git stash
git stash push -m wip
git stash pop
git stash drop
git rebase main
git merge feature
git cherry-pick abc123
git revert HEAD
git rm src/a.ts
git mv a b
git tag v1.0.0
git tag -d v1.0.0
git branch feature
git branch -D feature
git branch -m old new
git clean -fd
git worktree add ../wt -b x
git worktree remove ../wt
git remote add origin url
git config user.name "x"
git config --unset user.name
git init
git clone https://example.com/r.git
git apply fix.patch
git am < fix.mbox
git gc
git submodule update --init
git reflog expire --all
git bisect start
git notes add -m x
git format-patch -1
cd src && rm a.ts
cd /elsewhere && git commit -m x
ls && rm x
if [ -f x ]; then rm x; fi
for f in *.bak; do rm "$f"; done
npm install
npm ci
npm i -D vitest
npm update
npm audit fix
npm publish
pnpm add react
pnpm install --frozen-lockfile
yarn add react
pip install -r requirements.txt
cargo add serde
cargo build --release
go get ./...
go mod tidy
gem install x
make
make -C sub test
cmake -B build
patch -p1 < fix.patch
rsync -a a/ b/
tar xzf a.tgz
tar czf a.tgz src
unzip a.zip
gzip README.md
curl -O https://example.com/x.zip
curl -o x.zip https://example.com/x.zip
curl -X POST http://localhost:3000/api
curl -d 'a=1' http://localhost:3000/api
wget https://example.com/x.zip
truncate -s 0 log
dd if=/dev/zero of=disk bs=1M count=1
pytest -q
docker compose up -d
vim README.md
`)

/** What cannot be told from outside. */
export const cannotTell = rows(`
npm test
npm run build
npx vitest run
npx tsc --noEmit
tsc --noEmit
pnpm test
pnpm exec eslint .
yarn test
node script.js
node -e "console.log(1)"
python script.py
python3 -c "print(1)"
python3 - <<'EOF'⏎print(1)⏎EOF
bash script.sh
./run.sh
sh x.sh
source .env
. ./env.sh
eval "ls"
exec ls
cargo test
cargo check
cargo tree
go test ./...
go vet ./...
eslint .
prettier --check .
docker run x
docker exec web ls
kubectl apply -f x.yaml
terraform plan
ssh host ls
sudo ls
watch ls
parallel echo ::: a b
nohup ls
psql -c "select 1"
sqlite3 db "select 1"
trap 'echo x' EXIT
alias ll='ls -la'
open README.md
gh pr create --fill
gh pr merge 12
gh api graphql -f query='{}'
gh issue close 3
kill 123
curl https://example.com | sh
deploy
./node_modules/.bin/tsc
git difftool
git frobnicate
awk -f prog.awk README.md
sed -f script.sed README.md
less +F log
top
export PATH=/x:$PATH
PATH=/x ls
make_it() { ./run.sh; }; make_it
`)
