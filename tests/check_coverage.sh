#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# lastack coverage. The kernel is a shell (tests/check_cli_uml.sh), and what it
# counts is a small program that gcc has made count: so the counts, and gcov, are
# real ones.
set -u
. "${srcdir:-.}/tests/cli.sh"
need mounts
# Below /tmp, which a kernel does not see.
export TMPDIR=$place/tmp
mkdir tmp
have gcc && have gcov || finish

# --- a kernel that counts ---
mkdir -p source/net/ipv4 built/net/ipv4
cat >source/net/ipv4/tcp_input.c <<'END'
#include <stdlib.h>

static int tcp_reset(int way)
{
	if (way == 1)
		return 10;
	if (way == 2)
		return 20;
	return 30;
}

static int tcp_fin(int way)
{
	return way + 1;
}

static int tcp_gro_thing(void)
{
	return 1;
}

static int tcp_new_thing(void)
{
	return 1;
}

int main(int argc, char **argv)
{
	int way = argc > 1 ? atoi(argv[1]) : 0;

	if (way > 7)
		return tcp_fin(way) + tcp_gro_thing() + tcp_new_thing();
	return way ? tcp_reset(way) == 0 : 0;
}
END
(
	cd built || exit
	gcc --coverage -O0 -c -o net/ipv4/tcp_input.o \
		"$place/source/net/ipv4/tcp_input.c" &&
	gcc --coverage -o ../counted net/ipv4/tcp_input.o
) || exit 1
cp "$(command -v bash)" linux
printf 'Linux version 6.1.0-test (me)\0uml_dir=\0time-travel=inf-cpu\n' >>linux
cp linux plain
printf '\0%s/built/net/ipv4/tcp_input.gcda\0' "$place" >>linux
printf '%s\n' '# a list' 'in resetting: tcp_reset' 'in closing: tcp_fin' \
	'out GRO: *gro*' 'out none of TCP: main' >scope

# kernel: what it does comes from standard input; descriptor 3 is ttyS1. It has
# no folder of its own any more, so names are relative.
kernel()
{
	{
		cat <<-'END'
		for word; do
			case $word in ssl1=null,fd:*) port=${word##*:} ;; esac
		done
		eval "exec 3>&$port"
		END
		cat
	} >mem=512M
}

said_run='{"type":"run","kernel":"6.1.0-test #1","planned":1,"facts":{"kernel":"6.1.0-test"}}'
passed='{"type":"result","name":"close/twice@lo4","verdict":"PASS","trace":null}'
failed='{"type":"result","name":"close/twice@lo4","verdict":"FAIL","trace":null}'
good_end='{"type":"exit","status":0}'

# cover WORD...: one case is played, unless the words say otherwise
cover()
{
	go "$lastack" coverage --expected "$expected" --scope scope -k ./linux \
		"$@" close/twice@lo4
}

# It writes long after lastack has said its last word there.
plays()
{
	kernel <<-END
	echo '$said_run' >&3
	echo '$1' >&3
	echo '{"type":"exit","status":$2}' >&3
	exec 3>&-
	./counted ${3-1}
	END
}

plays "$passed" 0
cover
check "it passes" ended 0
check "the run is on standard error" complained "1 passed, 0 failed"
check "a group" eval "grep -qE '^resetting +3/6 +50.0% +1/4 +25.0%$' out"
check "a function" eval "grep -qE '^  tcp_reset +3/6 +50.0% +1/4 +25.0%$' out"
check "a function that was not called" \
	eval "grep -qE '^  tcp_fin +0/2 +0.0% +-' out"
check "the sum" said \
	"in scope: 2 functions, 3 of 8 lines (37.5 %), 1 of 4 branches (25.0 %)"
check "out of scope" said_not tcp_gro_thing
check "in no list" said "  tcp_new_thing (net/ipv4/tcp_input.c)"
check "nothing was written where it was built" \
	eval '[ -z "$(find built -name "*.gcda")" ]'
check "nothing is left" eval '[ -z "$(ls tmp)" ]'

# What runs one after the other, or at once, is added up.
kernel <<END
echo '$said_run' >&3
echo '$passed' >&3
echo '$good_end' >&3
exec 3>&-
./counted 1
./counted 2
./counted 3
END
cover --verbose
check "added up" said "6 of 8 lines (75.0 %), 4 of 4 branches (100.0 %)"
check "what is missing" said "      net/ipv4/tcp_input.c: 12-14"
cover --all
check "all" said "  tcp_gro_thing"

# --- other forms ---
plays "$passed" 0
cover --format json
check "json" holds '.[0].kernel == "6.1.0-test" and
	.[0].unlisted == ["tcp_new_thing"]' out
check "json: a function" holds '.[0].functions[] | select(.name == "tcp_reset")
	| .lines == 6 and .lines_taken == 3 and .branches == 4 and
	  .branches_taken == 1 and .line == 3 and .group == "resetting" and
	  .lines_missing == [7, 8, 9] and
	  .branches_missing == [[5, 1], [7, 0], [7, 1]]' out
cover -o report.info
check "lcov: silent" silent out
check "lcov: the source" grep -qxF "SF:$place/source/net/ipv4/tcp_input.c" \
	report.info
check "lcov: a function" grep -qx FN:3,tcp_reset report.info
check "lcov: how often" grep -qx FNDA:1,tcp_reset report.info
check "lcov: a line" grep -qx DA:6,1 report.info
check "lcov: a line that did not run" grep -qx DA:9,0 report.info
check "lcov: a branch" grep -qx BRDA:5,0,0,1 report.info
check "lcov: a branch of a line that did not run" grep -qx BRDA:7,0,0,- \
	report.info
check "lcov: lines" grep -qx LH:7 report.info
check "lcov: all of it" eval '[ "$(tail -n 1 report.info)" = end_of_record ]'
cover -o report.json
check "json by its name" holds '.[0].type == "coverage"' report.json
cover -o /proc/none/report.info
check "a report that cannot be written" ended 2

# --- a patch ---
if have git; then
	export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=me \
		GIT_AUTHOR_EMAIL=m@e GIT_COMMITTER_NAME=me GIT_COMMITTER_EMAIL=m@e
	cp source/net/ipv4/tcp_input.c as_built.c
	sed -i -e '5,6d' -e 's/return 30/return 3/' source/net/ipv4/tcp_input.c
	echo 'int other;' >source/net/ipv4/other.c
	git -C source init -q && git -C source add . &&
		git -C source commit -qm before
	cp as_built.c source/net/ipv4/tcp_input.c
	echo 'int another;' >source/net/ipv4/other.c
	cover --diff HEAD
	check "a patch: reached" said \
		"net/ipv4/tcp_input.c: 3 lines changed, 3 with code, 2 reached"
	check "a patch: not reached" said "  not reached: 9"
	check "a patch: where nothing counts" said \
		"net/ipv4/other.c: 1 lines changed; nothing counts there"
	cover --diff no-such
	check "no such commit" ended 2
	check "no such commit: says so" complained \
		"lastack: git diff no-such: failed in $place/source/"
	cover --diff HEAD --format json
	check "a patch as JSON" misused "--diff is reported as text"
fi

# --- never a silent pass ---
plays "$failed" 1
cover
check "a case failed: 1" ended 1
check "a case failed: counted all the same" said "3 of 8 lines"
kernel <<END
echo "Kernel panic - not syncing: out of luck"
kill -ABRT \$\$
END
cover
check "a panic" ended 2
check "a panic: nothing is reported" silent out
kernel <<END
echo '$said_run' >&3
echo '$passed' >&3
echo '$good_end' >&3
END
cover
check "nothing was counted" ended 2
check "nothing was counted: says so" complained \
	"lastack: the kernel has counted nothing"
plays "$passed" 0
GCOV=no-such-gcov cover
check "no gcov" complained "lastack: no-such-gcov is missing: package gcc"
GCOV=false cover
check "a gcov of another version" complained "could not read what was counted"
check "a gcov of another version: 2" ended 2
mv built/net/ipv4/tcp_input.gcno gone
cover
check "no notes" complained "built/net/ipv4/tcp_input.gcno: No such file"
mv gone built/net/ipv4/tcp_input.gcno
go "$lastack" coverage -k ./plain
check "a kernel that does not count" refused 2 "--coverage builds one that does"
go "$lastack" coverage
check "no kernel" misused "of which kernel? -k LINUX"
go "$lastack" coverage -k ./linux --format xml
check "no such form" misused 'not "xml"'
cover no/such
check "no such case" ended 2
echo 'in x' >wrong
go "$lastack" coverage -k ./linux --scope wrong
check "a wrong list" refused 2 'wrong:1: lacks "GROUP:"'

# --- the list of this tree ---
plays "$passed" 0
go "$lastack" coverage -k ./linux --expected "$expected" close/twice@lo4
check "the list of this tree" ended 0
check "the list of this tree: a group" eval "grep -q '^resetting ' out"
# --- interrupted ---
kernel <<END
echo '$said_run' >&3
exec sleep 1000
END
"$lastack" coverage --expected "$expected" --scope scope -k ./linux \
	close/twice@lo4 >out 2>err &
lastack_pid=$!
for _ in {1..200}; do
	[ "$(marked | wc -l)" -ge 4 ] && break
	read -rt 0.05 <> <(:)
done
kill -TERM $lastack_pid
wait $lastack_pid
check "SIGTERM" [ $? -eq 143 ]
for _ in {1..100}; do
	[ -z "$(marked)" ] && break
	read -rt 0.05 <> <(:)
done
check "SIGTERM: nobody is left" nobody_left
check "SIGTERM: nothing is left" eval '[ -z "$(ls tmp)" ]'

finish
