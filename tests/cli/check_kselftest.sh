#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# contrib/kselftest in the place that it has in a kernel tree, by the
# conventions of kselftest: a lib.mk that runs and installs TEST_PROGS, with
# "config" and "settings"; a runner that reads the settings, has a time limit,
# and knows 0, 4 (skipped), 124 (timed out) and the rest (failed).
set -u
kselftest=$(cd "${srcdir:-.}" && pwd)/contrib/kselftest
. "${srcdir:-.}/tests/cli/cli.sh"

tree=$place/linux/tools/testing/selftests
mkdir -p "$tree/net"
cp -R "$kselftest" "$tree/net/lastack"
chmod -R u+w "$tree"
cat >"$tree/lib.mk" <<'END'
selfdir := $(realpath $(dir $(filter %/lib.mk,$(MAKEFILE_LIST))))
all: $(TEST_GEN_PROGS) $(TEST_GEN_FILES)
run_tests: all
	@sh $(selfdir)/runner $(TEST_GEN_PROGS) $(TEST_PROGS)
install: all
	@mkdir -p $(INSTALL_PATH)
	@cp -a $(TEST_PROGS) $(TEST_FILES) $(wildcard config settings) \
		$(INSTALL_PATH)
emit_tests:
	@for test in $(TEST_PROGS); do echo "$(COLLECTION):$$test"; done
END
cat >"$tree/runner" <<'END'
limit=45
while IFS== read -r field value; do
	[ "$field" != timeout ] || limit=$value
done <settings
limit=${OTHER_LIMIT:-$limit}
echo "TAP version 13"
echo "1..$#"
number=0
for test; do
	number=$((number + 1))
	name=$(echo "$test" | tr -c '[:alnum:]\n' _ | tr '[:lower:]' '[:upper:]')
	eval "words=\${KSELFTEST_${name}_ARGS-}"
	status=$({
		timeout "$limit" ./$test $words 2>&1 3>&-
		echo $? >&3
	} 3>&1 >inner)
	sed 's/^/# /' inner
	case $status in
	0) echo "ok $number selftests: net/lastack: $test" ;;
	4) echo "ok $number selftests: net/lastack: $test # SKIP" ;;
	124) echo "not ok $number selftests: net/lastack: $test # TIMEOUT $limit seconds" ;;
	*) echo "not ok $number selftests: net/lastack: $test # exit=$status" ;;
	esac
done
END
here=$tree/net/lastack
of=": net/lastack: lastack.sh"

# run_tests CASES: as make run_tests, of these cases
run_tests()
{
	go env -u MAKEFLAGS -u MFLAGS LASTACK="$lastack" \
		LASTACK_EXPECTED="${goldens:-$expected}" \
		KSELFTEST_LASTACK_SH_ARGS="$1" \
		make -s --no-print-directory -C "$here" run_tests
}

# closes LINE: it is the last one, and the whole of it
closes()	{ [ "$(tail -n 1 out)" = "$1 selftests$of${2-}" ]; }

# --- what the runner makes of it ---
go env -u MAKEFLAGS make -s -C "$here" COLLECTION=net/lastack emit_tests
check "emit_tests" [ "$(cat out)" = net/lastack:lastack.sh ]
if can namespaces; then
	run_tests "--link lo close/twice"
	check "passed" closes "ok 1"
	check "passed: KTAP inside, with its plan" \
		[ "$(grep -A1 '^# KTAP version 1' out)" = "# KTAP version 1
# 1..3" ]
	check "passed: each variant" \
		[ "$(grep -cE '^# ok [1-3] close/twice@lo' out)" = 3 ]
	cp -R "$expected" wrong
	chmod -R u+w wrong
	sed -i 's/F\.   1/R.   1/' wrong/close/twice.trace
	goldens=$place/wrong run_tests close/twice@lo4
	check "failed" closes "not ok 1" " # exit=1"
	check "failed: which" grep -qE '^# not ok 1 close/twice@lo4' out
fi
run_tests "no/such"
check "broken: is a failure" closes "not ok 1" " # exit=1"
check "broken: says why" said '# lastack: no case matches "no/such"'

# --- skipped, and ended from outside: a script in the place of lastack ---
cat >other <<'END'
#!/bin/sh
[ "$1 $2 $3" = "run --format ktap" ] || exit 1
printf 'KTAP version 1\n1..1\nok 1 x # SKIP no TUN devices\n'
exit 77
END
chmod +x other
was=$lastack
lastack=$place/other
run_tests ''
check "all skipped" closes "ok 1" " # SKIP"
check "all skipped: why" said "# ok 1 x # SKIP no TUN devices"
lastack=$place/none
run_tests ''
check "not installed" closes "ok 1" " # SKIP"
check "not installed: says so" said "# 1..0 # SKIP $place/none is not installed"
cat >other <<'END'
#!/bin/sh
trap 'echo ended >"$0.ended"; exit 143' TERM
while :; do sleep 0.05; done
END
lastack=$place/other
OTHER_LIMIT=2 run_tests ''
check "timed out" closes "not ok 1" " # TIMEOUT 2 seconds"
check "timed out: lastack is ended" [ -e other.ended ]
check "timed out: nobody is left" nobody_left
lastack=$was

# --- installed ---
go env -u MAKEFLAGS make -s -C "$here" INSTALL_PATH="$place/installed" install
check "install" ended 0
check "install: all of it" [ "$(cd installed && echo *)" = \
	"config lastack.sh settings" ]
check "install: a program" [ -x installed/lastack.sh ]
check "settings: more than the usual 45 s" \
	[ "$(sed -n 's/^timeout=//p' installed/settings)" -gt 45 ]
check "config: as a fragment of Kconfig" \
	[ -z "$(grep -vE '^CONFIG_[A-Z0-9_]+=[ym]$' installed/config)" ]
finish
