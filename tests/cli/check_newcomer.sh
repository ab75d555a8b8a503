#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# tests/newcomer, as far as it fetches nothing: what it refuses, and that nothing
# is left however it ends. The programs that it calls for Debian are scripts.
set -u
newcomer=$(cd "${srcdir:-.}/tests" && pwd)/newcomer
. "${srcdir:-.}/tests/cli/cli.sh"

mkdir -p bin tmp debootstrap/scripts
touch debootstrap/scripts/trixie
export DEBOOTSTRAP_DIR=$place/debootstrap
# program NAME: its text comes from standard input
program()
{
	{
		printf '#!/bin/sh\n'
		cat
	} >"bin/$1"
	chmod +x "bin/$1"
}

# An archive that has trixie and is configured second; no others are of use.
cat >targets <<'END'
main bookworm-security http://security.example/debian-security
main bookworm-updates http://first.example/debian/
contrib bookworm http://third.example/debian/
main bookworm cdrom://disc/
main bookworm http://first.example/debian/
main bookworm http://second.example/debian/
END
program apt-get <<END
case "\$*" in *SIGNED_BY*) exit 0 ;; esac
cat "$place/targets"
END
program apt-helper <<END
case "\$*" in *http://second.example/debian/dists/trixie/InRelease*) ;; *)
	echo "404 \$*" >&2
	exit 100
	;;
esac
for file; do :; done
cat "$place/release" >"\$file"
END
program apt-config </dev/null
program dpkg <<'END'
echo amd64
END
program git <<'END'
case "$*" in *clone*) for to; do :; done; mkdir -p "$to" ;; esac
END
printf 'Origin: Debian\nArchitectures: all amd64 arm64\n' >release

# new WORDS...: with these programs, and a folder of its own to leave things in
new()
{
	go env PATH="$place/bin:$PATH" TMPDIR="$place/tmp" "$newcomer" "$@"
}
clean() { [ -z "$(ls -A tmp)" ]; }

new --help
check "--help" said "usage: tests/newcomer RELEASE"
for words in "" "trixie sid" ../x --keeper; do
	# shellcheck disable=SC2086 # words
	new $words
	check "\"$words\": 2" ended 2
done
new --keeper /etc trixie
check "a folder that is not its own" refused 2 "for its own use"
can root || finish

unshare --mount --pid --fork true 2>/dev/null || {
	left_out "no mount and PID namespaces are to be had here"
	finish
}
program debootstrap </dev/null
new bookworm
check "a release that no archive has" refused 2 "no bookworm in the archive that\
 apt uses here: http://first.example/debian http://second.example/debian"
check "a release that no archive has: nothing is left" clean
sed -i 's/ amd64//' release
new trixie
check "not for this machine" refused 2 "second.example/debian is not for amd64"
: >targets.none
mv targets targets.all
mv targets.none targets
new trixie
check "no archive" refused 2 "no archive that debootstrap can use"
mv targets.all targets
printf 'Origin: Debian\nArchitectures: all amd64 arm64\n' >release
printf 'Valid-Until: Fri, 06 Nov 2020 08:08:01 UTC\n' >>release
program debootstrap <<'END'
echo 'E: no luck' >&2
exit 1
END
new trixie
check "debootstrap fails: 2" ended 2
check "debootstrap fails: its words" complained "E: no luck"
check "debootstrap fails: said" complained "could not make trixie (see above)"
check "an old archive: said" complained "was valid until Fri, 06 Nov 2020"
check "debootstrap fails: nothing is left" clean

# --- ended from outside: nothing is left, neither processes nor files ---
# It mounts what it can, and has a child that will not go by itself.
program debootstrap <<END
mount -t tmpfs none root
mkdir root/deep
(trap '' HUP INT TERM; exec sleep 1000) &
echo begun >'$place/line'
exec sleep 1000
END
mkfifo line
begin()
{
	env PATH="$place/bin:$PATH" TMPDIR="$place/tmp" setsid \
		env --default-signal=INT,TERM,HUP "$newcomer" trixie \
		>out 2>err </dev/null &
	pid=$!
	IFS= read -rt 30 _ <>line
}
# What is left is named, and ended.
all_gone()
{
	local until=$((SECONDS + 15)) left

	while ! clean || [ -n "$(marked)" ]; do
		if [ $SECONDS -ge $until ]; then
			ls -A tmp
			left=$(marked)
			nobody_left
			# shellcheck disable=SC2086 # numbers
			kill -KILL $left 2>/dev/null
			rm -rf tmp/*
			return 1
		fi
		read -rt 0.05 <> <(:)
	done
	return 0
}
keeper()
{
	local file

	for file in $(marked); do
		tr '\0' ' ' <"/proc/$file/cmdline" | grep -q -e ' --keeper ' &&
			echo "$file" && return
	done
}
for signal in INT TERM HUP KILL; do
	begin
	check "SIG$signal: it was at work" [ -n "$(ls -A tmp)" ]
	# Or the shell would have something to say of SIGKILL.
	disown $pid
	# As Ctrl-C does, to all of the group.
	kill -$signal -- -$pid
	check "SIG$signal: nothing is left" all_gone
	check "SIG$signal: no noise" lines err 2
	check "SIG$signal: no mounts" eval '! grep -q "$place/tmp" /proc/mounts'
done
begin
kill -KILL "$(keeper)"
check "the keeper is killed: nothing is left" all_gone
wait $pid
check "the keeper is killed: not 0" [ $? -ne 0 ]
finish
