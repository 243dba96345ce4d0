#!/bin/bash
# The disk image for macOS, from dist/Family Guide.app, which build/make.py has made there.
#
#   build/macos/package.sh
#
# Without more it is not signed: fine to try out on the computer that made it, and refused elsewhere. To sign it and
# have Apple look at it:
#
#   SIGN_AS="Developer ID Application: NAME (TEAM)" NOTARY_PROFILE=family-guide build/macos/package.sh
#
# SIGN_AS is a certificate in the keychain (security find-identity -v -p codesigning). NOTARY_PROFILE is what
# `xcrun notarytool store-credentials family-guide` has kept in the keychain: no password stands in a file or a variable.
set -euo pipefail

cd "$(dirname "$0")/../.."
app="dist/Family Guide.app"
stage="var/package/macos"

if [ ! -d "$app" ]; then
    echo "package.sh: there is no $app yet; run: python build/make.py --trial" >&2
    exit 2
fi
version=$(cat dist/familyguide/notices/version.txt)
image="dist/family-guide-$version-macos-$(uname -m).dmg"
rm -rf "$stage" "$image"
mkdir -p "$stage"
ditto "$app" "$stage/Family Guide.app"
app="$stage/Family Guide.app"

if [ -n "${SIGN_AS:-}" ]; then
    sign=(codesign --force --timestamp --options runtime --sign "$SIGN_AS")
    # From the inside out: a signature covers those below it.
    find "$app/Contents" -type f \( -name '*.dylib' -o -name '*.so' \) -print0 |
        while IFS= read -r -d '' file; do "${sign[@]}" "$file"; done
    find "$app/Contents" -depth -type d -name '*.framework' -print0 |
        while IFS= read -r -d '' folder; do "${sign[@]}" "$folder"; done
    "${sign[@]}" --entitlements build/macos/entitlements.plist "$app"
    codesign --verify --deep --strict --verbose=2 "$app"
fi
# The app is whole where it stands, before it is put into the image.
"$app/Contents/MacOS/familyguide" --check

cp -R dist/familyguide/notices "$stage/Notices"
ln -s /Applications "$stage/Applications"
hdiutil create -volname "Family Guide" -srcfolder "$stage" -fs HFS+ -format UDZO "$image"

if [ -n "${SIGN_AS:-}" ]; then
    codesign --sign "$SIGN_AS" --timestamp "$image"
fi
if [ -n "${NOTARY_PROFILE:-}" ]; then
    xcrun notarytool submit "$image" --keychain-profile "$NOTARY_PROFILE" --wait
    xcrun stapler staple "$image"
    xcrun stapler validate "$image"
    spctl --assess --type open --context context:primary-signature --verbose=2 "$image"
fi
shasum -a 256 "$image"
