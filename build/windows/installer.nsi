; The installer for Windows, from the folder that PyInstaller made. build/installers.py starts makensis and defines:
; FOLDER (the files), LIST (what an uninstall takes away, file by file), OUTPUT, VERSION, NUMBERS (four numbers), SIZE (kB), ICON.
;
; Silent: family-guide-setup.exe /S [/D=C:\Another folder]     (/D comes last, without quotation marks)
;         uninstall.exe /S [/PURGE]
; Exit codes: 0 done, 1 stopped by the person, 2 stopped by a fault, 3 the guide is open.

Unicode true
ManifestDPIAware true
RequestExecutionLevel admin
!ifdef QUICK
  SetCompress off
!else
  SetCompressor /SOLID lzma
!endif
!include "MUI2.nsh"
!include "x64.nsh"
!include "FileFunc.nsh"
!include "WinVer.nsh"

!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\FamilyGuide"
!define CLASSES "Software\Classes"

Name "$(name)"
OutFile "${OUTPUT}"
InstallDir "$PROGRAMFILES64\Family Guide"
; A file that cannot be written ends a silent installation, rather than leaving it by halves.
AllowSkipFiles off
BrandingText " "
VIProductVersion "${NUMBERS}"
VIAddVersionKey /LANG=1033 "ProductName" "Family Guide"
VIAddVersionKey /LANG=1033 "FileDescription" "Family Guide, installation"
VIAddVersionKey /LANG=1033 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=1033 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=1033 "LegalCopyright" "The Family Guide contributors, EUPL 1.2"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "French"

LangString name ${LANG_ENGLISH} "Family Guide"
LangString name ${LANG_FRENCH} "Guide Famille"
LangString old ${LANG_ENGLISH} "Family Guide needs Windows 10 (version 1809) or newer, 64 bits."
LangString old ${LANG_FRENCH} "Guide Famille demande Windows 10 (version 1809) ou plus récent, en 64 bits."
LangString open ${LANG_ENGLISH} "Family Guide is open. Close it, then start the installation again. Nothing was changed."
LangString open ${LANG_FRENCH} "Guide Famille est ouvert. Fermez-le, puis relancez l’installation. Rien n’a changé."
LangString open_un ${LANG_ENGLISH} "Family Guide is open. Close it, then remove it again. Nothing was changed."
LangString open_un ${LANG_FRENCH} "Guide Famille est ouvert. Fermez-le, puis recommencez. Rien n’a changé."
LangString earlier ${LANG_ENGLISH} "The earlier version could not be removed. Nothing was changed."
LangString earlier ${LANG_FRENCH} "La version précédente n’a pas pu être retirée. Rien n’a changé."
LangString session ${LANG_ENGLISH} "Family Guide session plan"
LangString session ${LANG_FRENCH} "Plan de séance de Guide Famille"
LangString pack ${LANG_ENGLISH} "Family Guide signed content"
LangString pack ${LANG_FRENCH} "Contenu signé de Guide Famille"

; A program that runs cannot be opened for writing.
!macro StopWhereOpen SENTENCE
  ${If} ${FileExists} "$INSTDIR\familyguide.exe"
    ClearErrors
    FileOpen $0 "$INSTDIR\familyguide.exe" a
    ${If} ${Errors}
      MessageBox MB_OK|MB_ICONEXCLAMATION "${SENTENCE}" /SD IDOK
      SetErrorLevel 3
      Quit
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

Function .onInit
  SetShellVarContext all
  SetRegView 64
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "$(old)" /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  ; Where it was installed before, unless /D= names another place.
  ReadRegStr $0 HKLM "${KEY}" "InstallLocation"
  ${If} $0 != ""
  ${AndIf} $INSTDIR == "$PROGRAMFILES64\Family Guide"
    StrCpy $INSTDIR $0
  ${EndIf}
FunctionEnd

Section
  !insertmacro StopWhereOpen "$(open)"
  ; What an earlier version had and this one has not must not stay. Its own uninstaller knows what it brought.
  ReadRegStr $1 HKLM "${KEY}" "InstallLocation"
  ${If} $1 != ""
  ${AndIf} ${FileExists} "$1\uninstall.exe"
    ExecWait '"$1\uninstall.exe" /S _?=$1' $2
    ${If} $2 != 0
      MessageBox MB_OK|MB_ICONSTOP "$(earlier)" /SD IDOK
      SetErrorLevel 2
      Quit
    ${EndIf}
    Delete "$1\uninstall.exe"
    RMDir "$1"
  ${EndIf}

  SetOutPath "$INSTDIR"
  File /r "${FOLDER}/*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\$(name).lnk" "$INSTDIR\familyguide.exe"

  ; A plan is ours by its ending; of packs, whose ending others use too, we are one of those who can open them.
  WriteRegStr HKLM "${CLASSES}\.fgsession" "" "FamilyGuide.Session"
  WriteRegStr HKLM "${CLASSES}\.pack\OpenWithProgids" "FamilyGuide.Pack" ""
  WriteRegStr HKLM "${CLASSES}\FamilyGuide.Session" "" "$(session)"
  WriteRegStr HKLM "${CLASSES}\FamilyGuide.Session\DefaultIcon" "" "$INSTDIR\familyguide.exe,0"
  WriteRegStr HKLM "${CLASSES}\FamilyGuide.Session\shell\open\command" "" '"$INSTDIR\familyguide.exe" --open "%1"'
  WriteRegStr HKLM "${CLASSES}\FamilyGuide.Pack" "" "$(pack)"
  WriteRegStr HKLM "${CLASSES}\FamilyGuide.Pack\DefaultIcon" "" "$INSTDIR\familyguide.exe,0"
  WriteRegStr HKLM "${CLASSES}\FamilyGuide.Pack\shell\open\command" "" '"$INSTDIR\familyguide.exe" --open "%1"'

  WriteRegStr HKLM "${KEY}" "DisplayName" "$(name)"
  WriteRegStr HKLM "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKLM "${KEY}" "DisplayIcon" "$INSTDIR\familyguide.exe,0"
  WriteRegStr HKLM "${KEY}" "Publisher" "The Family Guide contributors"
  WriteRegStr HKLM "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKLM "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKLM "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKLM "${KEY}" "EstimatedSize" ${SIZE}
  WriteRegDWORD HKLM "${KEY}" "NoModify" 1
  WriteRegDWORD HKLM "${KEY}" "NoRepair" 1
  ${RefreshShellIcons}
SectionEnd

Function un.onInit
  SetShellVarContext all
  SetRegView 64
FunctionEnd

Section "Uninstall"
  !insertmacro StopWhereOpen "$(open_un)"
  ; File by file: somebody may have chosen a folder that held other things.
  !include "${LIST}"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  ; In either language: who removes it may have another than who installed it.
  Delete "$SMPROGRAMS\Family Guide.lnk"
  Delete "$SMPROGRAMS\Guide Famille.lnk"
  ReadRegStr $0 HKLM "${CLASSES}\.fgsession" ""
  ${If} $0 == "FamilyGuide.Session"
    DeleteRegKey HKLM "${CLASSES}\.fgsession"
  ${EndIf}
  DeleteRegValue HKLM "${CLASSES}\.pack\OpenWithProgids" "FamilyGuide.Pack"
  DeleteRegKey /ifempty HKLM "${CLASSES}\.pack\OpenWithProgids"
  DeleteRegKey /ifempty HKLM "${CLASSES}\.pack"
  DeleteRegKey HKLM "${CLASSES}\FamilyGuide.Session"
  DeleteRegKey HKLM "${CLASSES}\FamilyGuide.Pack"
  DeleteRegKey HKLM "${KEY}"
  ; The rules of the computer and the content installed there stay, unless /PURGE asks. What a family kept stands in
  ; its own account, and nothing here touches it.
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/PURGE" $1
  ${IfNot} ${Errors}
    RMDir /r "$APPDATA\Family Guide"
  ${EndIf}
  ${RefreshShellIcons}
SectionEnd
