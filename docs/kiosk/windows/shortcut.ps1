# Makes the shortcut that the start menu of assigned-access.xml shows. Run it as an administrator.
$shortcut = (New-Object -ComObject WScript.Shell).CreateShortcut(
    "$env:ALLUSERSPROFILE\Microsoft\Windows\Start Menu\Programs\Family Guide.lnk")
$shortcut.TargetPath = "$env:ProgramFiles\Family Guide\familyguide.exe"
$shortcut.Arguments = '--kiosk'
$shortcut.Save()
