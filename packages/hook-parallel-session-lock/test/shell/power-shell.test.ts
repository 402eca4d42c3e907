import { describe, expect, test } from "vitest"
import { classifyPowerShell } from "../../src/shell/classify.ts"
import { rows } from "./commands/rows.ts"

const at = { cwd: "/srv/app" }

const reading = rows(String.raw`
Get-ChildItem
Get-ChildItem -Recurse -Filter *.ts
Get-ChildItem -Path C:\src -Force | Select-Object Name, Length
Get-Content README.md
Get-Content README.md -TotalCount 20
Get-Content "C:\Program Files\x.txt" -Tail 5
get-content 'it is'
Get-Content $path
Get-Process | Sort-Object CPU -Descending | Select-Object -First 5
Get-ChildItem | Measure-Object
Select-String -Path *.ts -Pattern "export"
Get-Content x.json | ConvertFrom-Json | Select-Object name
Test-Path .\x
Resolve-Path .
Get-Location; Get-ChildItem
Get-Date -Format o
Get-Item x | Format-List
Get-Service | Format-Table -AutoSize
Compare-Object a b
Write-Output hello
ls
dir src
cat README.md | select -First 3
gc x | sort
pwd
ls 2>$null
Get-Content x 2>&1
Get-ChildItem > $null
cd src; ls
# a comment⏎ls
$env:PATH
$PSVersionTable.PSVersion
Get-ChildItem | Out-String
Get-ChildItem | Out-Null
Get-Command node
`)

const notReading = rows(String.raw`
Remove-Item x
rm x
del x
Set-Content x y
Add-Content x y
Out-File x
Get-Content x > y
Get-Content x >> y
Get-Content x 2> y
Get-Content x *> y
Get-ChildItem | Remove-Item
Get-ChildItem | Out-File x
Get-ChildItem | ForEach-Object { Remove-Item $_ }
Get-ChildItem | % { $_.Delete() }
Get-ChildItem | Where-Object { $_.Length -gt 5 }
Get-ChildItem | Tee-Object x
Get-ChildItem | Export-Csv x
Get-Content (Remove-Item x)
Get-Content $(Remove-Item x)
Get-Content "$(Remove-Item x)"
Get-ChildItem; Remove-Item x
Get-ChildItem⏎Remove-Item x
Get-ChildItem && rm x
Get-ChildItem || rm x
& "rm" x
& $cmd
. .\script.ps1
$x = 1
$x
[IO.File]::Delete("x")
[System.IO.File]::WriteAllText("x", "y")
(Get-Item x).Delete()
Invoke-Expression "rm x"
iex "rm x"
Invoke-WebRequest http://x -OutFile y
iwr http://x -OutFile y
Get-Something -OutFile x
Get-Something -outf x
Get-Something -o x
Get-Content x -OutVariable y
Start-Process x
New-Item x
Move-Item a b
Copy-Item a b
git commit -m x
git status
npm test
Get-Content @args
Get-Content x; $(rm y)
Get-Content ˋ⏎x
Get-Content 'unclosed
Get-Content "unclosed
Get-Content "a＄{rm}"
Get-Content <# x #> y
ls > $nullx
ls > $null.txt
ls --output=x
sort -o x
sort --output x y
sort -ro x y
'rm' x
"rm" x
l"s"
Get-Credential
function ls { rm x }; ls
if ($true) { rm x }
Get-Content –OutFile x
`).map((command) => command.replaceAll("ˋ", "`"))

describe("classifyPowerShell", () => {
  test.each(reading)("%j reads", (command) => {
    const { class: commandClass, because } = classifyPowerShell(command, at)
    expect(commandClass, because).toBe("reads")
  })

  test.each(notReading)("%j does not", (command) => {
    const verdict = classifyPowerShell(command, at)
    expect(verdict.class).not.toBe("reads")
    expect(verdict).toMatchObject({ targets: ["/srv/app"], knowsTargets: false })
  })

  test("the user's own reading commands", () => {
    const classOf = (command: string): string =>
      classifyPowerShell(command, { ...at, readOnlyCommands: ["git status"] }).class
    expect(classOf("git status -sb")).toBe("reads")
    expect(classOf("git status | Select-Object -First 3")).toBe("reads")
    expect(classOf("git statusx")).toBe("unknown")
    expect(classOf("git status > x")).toBe("unknown")
    expect(classOf("git status $(rm x)")).toBe("unknown")
  })
})
