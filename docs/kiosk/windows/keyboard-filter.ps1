# Keyboard Filter: blocks the keys that lead out of the guide, for every account but administrators.
# Run it as an administrator, after the feature was switched on and the computer was restarted.
# Ctrl+Alt+Del stays (staff sign in with it), and so do the keys of assistive technology.
$ErrorActionPreference = 'Stop'
$names = 'Alt+F4', 'Alt+Tab', 'Alt+Esc', 'Alt+Space', 'Ctrl+Esc', 'Shift+Ctrl+Esc', 'Ctrl+Tab',
         'Win+D', 'Win+E', 'Win+L', 'Win+M', 'Win+R', 'Win+Tab', 'Win+X'
$known = Get-CimInstance -Namespace 'root\standardcimv2\embedded' -ClassName 'WEKF_PredefinedKey'
foreach ($name in $names) {
    $key = $known | Where-Object Id -eq $name
    if ($key) {
        $key.Enabled = $true
        Set-CimInstance -CimInstance $key
        Write-Output "$name is blocked"
    } else {
        Write-Warning "$name has another name in this Windows. The names it knows: $($known.Id -join ', ')"
    }
}
