#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Tests where they may not do what they need: each is left out in one line that
# says what to do, and none fails; where CI is set, that is a failure. What this
# machine allows is taken away in a user namespace of its own.
set -u
tests=$(cd "${srcdir:-.}/tests" && pwd)
. "${srcdir:-.}/tests/cli/cli.sh"
built=${needs%/needs}

# Root there is root of the files, too, and has no power at all.
cat >locked.sh <<'END'
echo 0 >/proc/sys/user/max_user_namespaces || exit 99
exec setpriv --bounding-set -all --inh-caps -all "$@"
END
locked() { unshare -Ur sh "$place/locked.sh" "$@"; }

go "$needs" x
check "no need" ended 2
go "$needs" x moon
check "an unknown need" refused 2 'nothing is called "moon"'

if ! locked true 2>/dev/null; then
	can userns && left_out "setpriv is missing: package util-linux"
	finish
fi
remedy="user.max_user_namespaces is 0): run it as root (sudo), or raise that sysctl"
for need in namespaces userns mounts "tun namespaces"; do
	# shellcheck disable=SC2086 # words
	go locked "$needs" "a test" $need
	check "$need: left out" ended 77
	check "$need: in one line" one_line out
	check "$need: what to do" said "$remedy"
done
go locked env CI=true "$needs" "a test" namespaces
check "on a build server it is a failure" ended 1
check "on a build server: said" said "a test: FAILED, for CI is set: user"
go locked "$needs" "a test" root
check "root: left out" ended 77
check "root: what to do" said "a test: skipped: needs root: run it as root (sudo)"

# Every test that says that it needs them says so here, in a line and no more.
# They look for what is built in the folder that they are started in.
elsewhere()
{
	(cd "$built/.." && LASTACK_EXPECTED=$expected locked "$1") >out 2>err \
		</dev/null
	echo $? >status
}
srcdir=${tests%/tests}
export srcdir
for test in $(grep -rl --include='check_*.c' 'need_for(.*NEED_NAMESPACES' \
	"$tests") $(grep -l '^need [a-z ]*$' "$tests"/cli/check_*.sh); do
	name=${test#"$tests"/}
	run=$built/${name%.c}
	[ -x "$run" ] || run=$test
	elsewhere "$run"
	check "$name: left out" ended 77
	check "$name: in one line" one_line out
	check "$name: what to do" said "$remedy"
	check "$name: no complaints" silent err
done
check "there are such tests" [ "$checks" -gt 50 ]
finish
