#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Plays the cases of Lastack as a selftest of the kernel: KTAP on standard
# output, exit status 0 all passed, 1 a case failed, 4 all were skipped.
# Arguments, which kselftest takes from KSELFTEST_LASTACK_SH_ARGS, go to
# lastack run; LASTACK names the program if it is not in PATH.
ksft_pass=0
ksft_fail=1
ksft_skip=4

lastack=${LASTACK:-lastack}

if ! command -v "$lastack" >/dev/null; then
	echo "KTAP version 1"
	echo "1..0 # SKIP $lastack is not installed"
	exit $ksft_skip
fi

# The runner's timeout ends this script; what it has started ends with it.
child=
trap '[ -z "$child" ] || kill "$child" 2>/dev/null; wait; exit 143' TERM
trap '[ -z "$child" ] || kill "$child" 2>/dev/null; wait; exit 130' INT
"$lastack" run --format ktap "$@" </dev/null &
child=$!
wait "$child"
status=$?

case $status in
0) exit $ksft_pass ;;
77) exit $ksft_skip ;;
*)
	# 2 and 3 mean something else to kselftest.
	[ "$status" -eq 1 ] || echo "# lastack ended with status $status"
	exit $ksft_fail
	;;
esac
