# Hands one of the two XML files to Windows. Run it as SYSTEM, in the folder of the file:
#
#   .\apply.ps1 Configuration assigned-access.xml      a restricted user experience
#   .\apply.ps1 ShellLauncher shell-launcher.xml       the guide in place of the desktop
#   .\apply.ps1 Configuration                          takes it away again (or: ShellLauncher)
param(
    [Parameter(Mandatory)] [ValidateSet('Configuration', 'ShellLauncher')] [string] $Property,
    [string] $File
)
$ErrorActionPreference = 'Stop'
$text = $null
if ($File) {
    $text = Get-Content -LiteralPath $File -Raw -Encoding UTF8
    # A file that is not XML stops here, with its line.
    $null = [xml]$text
    $text = [System.Net.WebUtility]::HtmlEncode($text)
}
$device = Get-CimInstance -Namespace 'root\cimv2\mdm\dmmap' -ClassName 'MDM_AssignedAccess'
$device.$Property = $text
Set-CimInstance -CimInstance $device
