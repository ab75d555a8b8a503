#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# contrib/nightly: records by date, what differs from the day before, exit
# status, and what is refused. It plays on this machine's kernel (host), or has
# a script in the place of lastack.
set -u
nightly=$(cd "${srcdir:-.}" && pwd)/contrib/nightly
. "${srcdir:-.}/tests/cli/cli.sh"
need namespaces

# --- refused ---
go "$nightly"
check "no kernels" refused 2 "no kernels"
go "$nightly" -f no-such
check "no such list" refused 2 "no-such: cannot be read"
go "$nightly" -k host -n x
check "days that are no number" refused 2 "-n takes a number"
go "$nightly" -k host -d yesterday
check "a date that is none" refused 2 "-d takes a date"
for day in 2026-13-45 2026-00-10 2026-01-00 2026-01-32 2026-04-31 2026-02-29 \
	1900-02-29 2026-01-011 2026-1-1 2026-01-01/../x '2026-01-01 x'; do
	go "$nightly" -k host -o none -d "$day"
	check "no such date: $day" refused 2 "-d takes a date as 2026-11-24"
done
check "no such date: nothing is made" missing none
for day in 2024-02-29 2000-02-29 2026-08-09 2026-09-30 2026-12-31-again; do
	go "$nightly" -k host -d "$day" -p no-such-program
	check "a date: $day" refused 2 "no-such-program: not found"
done
go "$nightly" -k host -p no-such-program
check "no lastack" refused 2 "no-such-program: not found"
echo >file
go "$nightly" -k host -o file -p "$lastack"
check "a folder that cannot be made" refused 2 "file/"

# --- two nights on this machine ---
night()
{
	go env LASTACK_EXPECTED="$expected" "$nightly" -p "$lastack" -o n \
		-k host "$@" close/twice@lo4 shutdown/wr_twice@lo4
}
night -d 2026-01-01
check "first night: good" ended 0
check "first night: says what" said "host: Lastack: 2 passed, 0 failed"
check "first night: a record" [ -s n/2026-01-01/host/run.json ]
check "first night: JUnit" grep -q '<testsuite' n/2026-01-01/host.xml
check "first night: what was printed" grep -q '2 passed' n/2026-01-01/host.txt
night -d 2026-01-02
check "second night: good" ended 0
check "second night: nothing differs" said_not "differs"

# --- coverage, by a script in the place of lastack ---
cat >covers <<'END'
#!/bin/sh
[ "$1" != run ] || exit 0
echo "$@" >words
echo 'in scope: 2 functions' >n/2026-02-01/coverage.txt
echo 'lastack: a complaint' >&2
exit 1
END
chmod +x covers
go "$nightly" -p ./covers -o n -k host -c ./linux -d 2026-02-01 linger
check "coverage: told" said "coverage: in scope: 2 functions (status 1)"
check "coverage: its complaints" said "  lastack: a complaint"
check "coverage: its status counts" ended 1
check "coverage: how" grep -qx \
	"coverage -k ./linux -v -o n/2026-02-01/coverage.txt linger" words
rm -r n/2026-02-01

# --- the day before was otherwise ---
sed -i 's/F\.   1/R.   1/' n/2026-01-02/host/shutdown/wr_twice@lo4.trace
night -d 2026-01-03
check "third night: 1" ended 1
check "third night: differs from the latest" said "differs from n/2026-01-02/host"
check "third night: where" said "shutdown/wr_twice"
check "third night: kept" [ -s n/2026-01-03/host.diff ]

# --- only so many days ---
night -d 2026-01-04 -n 2
check "kept: the newest" [ -d n/2026-01-02 ]
check "kept: and no more" missing n/2026-01-01

# --- a night that is made up for: later ones are none of its business ---
sed -i 's/F\.   1/R.   1/' n/2026-01-04/host/shutdown/wr_twice@lo4.trace
night -d 2026-01-03-again -n 1
check "between: like the one before" ended 0
check "between: not compared with a later one" said_not "differs"
check "between: no earlier one but the latest" missing n/2026-01-02
check "between: the latest earlier one" [ -d n/2026-01-03 ]
check "between: later ones stay" [ -d n/2026-01-04/host ]
night -d 2025-12-31
check "the first of all: good" ended 0
check "the first of all: nothing to compare with" said_not "2026"
mkdir -p n/2026-13-45 && cp -R n/2026-01-04/host n/2026-13-45
night -d 2026-12-31
check "a folder that is no date" said_not "n/2026-13-45"
check "a folder that is no date: the latest date" said \
	"differs from n/2026-01-04/host"

# --- a folder with a space ---
night -o "a b" -d 2026-01-01
sed -i 's/F\.   1/R.   1/' "a b/2026-01-01/host/shutdown/wr_twice@lo4.trace"
night -o "a b" -d 2026-01-02 -n 1
check "a space: differs" ended 1
check "a space: from where" said "differs from a b/2026-01-01/host"

# --- a script in lastack's place: verdicts ---
cat >fake <<'END'
#!/bin/sh
case $1 in
run)
	while [ "$1" != --record ]; do shift; done
	mkdir -p "$2"
	echo '{}' >"$2/run.json"
	cat say
	exit "$(cat as)"
	;;
esac
exit 0
END
chmod +x fake
fake_night()
{
	go "$nightly" -p ./fake -o f -f kernels
}
printf '# a comment\n\ndebian:6.1\n/boot/vmlinuz:modules=/x\n' >kernels
printf 'FAIL   close/x@lo4\nLastack: 1 passed, 1 failed, 0 skipped\n' >say
echo 1 >as
fake_night
check "a failure: 1" ended 1
check "a failure: named" said "FAIL   close/x@lo4"
check "a failure: both kernels" said "/boot/vmlinuz:modules=/x: Lastack: 1 passed"
check "a failure: a folder each" [ -d f/"$(date +%Y-%m-%d)"/vmlinuz ]
check "a failure: a folder each, the other" [ -d f/"$(date +%Y-%m-%d)"/debian-6.1 ]
echo 2 >as
fake_night
check "broken: 2" ended 2
echo 139 >as
fake_night
check "died: 2" ended 2
echo 0 >as
fake_night
check "good again: 0" ended 0

# --- two at a time ---
exec 8>f/lock
flock 8
fake_night
check "another one is at work" refused 2 "another run is using f"
exec 8>&-

# --- interrupted: lastack is, too ---
cat >fake <<'END'
#!/bin/sh
trap 'echo ended >ended; exit 143' TERM
echo begun >begun
while :; do sleep 0.05; done
END
"$nightly" -p ./fake -o f -k x >out 2>err &
pid=$!
while [ ! -e begun ]; do
	kill -0 $pid || break
	read -rt 0.05 <> <(:)
done
kill -TERM $pid
wait $pid
check "SIGTERM: 143" [ $? -eq 143 ]
for _ in $(seq 100); do
	[ ! -e ended ] || break
	read -rt 0.05 <> <(:)
done
check "SIGTERM: lastack is ended" [ -e ended ]
finish
