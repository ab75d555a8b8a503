#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Where results go: formats as readers of others see them, outputs that cannot
# be written, colours, a terminal.
set -u
. "${srcdir:-.}/tests/cli/cli.sh"
need namespaces

run() { "$lastack" run --expected "$expected" "$@"; }

# One that fails among others that pass, and one that is skipped. On loopback,
# which is everywhere.
cases="close/bound@lo* close/twice@lo* linger/off@lo*
	orphan/too_many_orphans@lo*"
mkdir e
cp -r "$expected"/* e
sed -i 's/^end .*/end     client LISTEN, server CLOSED/' e/close/bound.trace
mixed() { "$lastack" run --expected e "$@" $cases; }

count=$("$lastack" list $cases | wc -l)
failed=$("$lastack" list 'close/bound@lo*' | wc -l)
skipped=$("$lastack" list 'orphan/too_many_orphans@lo*' | wc -l)

# --- text ---
go mixed
check "text: 1" ended 1
check "text: the summary comes last" last_is \
	"^Lastack: $((count - failed - skipped)) passed, $failed failed,"
check "text: expected beside actual" grep -qE \
	'^ +--> .*client LISTEN, server CLOSED' out
check "text: skipped ones by reason" said "SKIP   $skipped variants: needs"
check "text: no escape codes" [ -z "$(tr -dc '\033\r' <out)" ]
check "text: nothing on stderr" silent err
rm -rf lastack.out

# --- ktap ---
go mixed --format ktap
check "ktap: 1" ended 1
check "ktap: its version comes first" [ "$(head -n 1 out)" = "KTAP version 1" ]
if have perl && perl -MTAP::Parser -e 1 2>/dev/null; then
	cat >tap.pl <<-'END'
		use TAP::Parser;
		my $p = TAP::Parser->new({ tap => do { local $/; <> } });
		$p->run;
		print join(" ", $p->tests_run, scalar($p->failed),
			scalar($p->skipped), scalar($p->parse_errors)), "\n";
	END
	cp out ktap
	check "ktap: as TAP::Parser reads it" [ "$(perl tap.pl ktap)" = \
		"$count $failed $skipped 0" ]
	sed '/^\(not \)*ok 2 /d' ktap >spoiled
	check "ktap: TAP::Parser would have seen a lost line" [ \
		"$(perl tap.pl spoiled)" != "$count $failed $skipped 0" ]
fi
rm -rf lastack.out

# --- json ---
go mixed --format json
check "json: 1" ended 1
if have jq; then
	check "json: as jq reads it" [ "$(jq -s -r '[length, .[0].planned,
		(map(select(.type == "result")) | length),
		(map(select(.verdict == "FAIL")) | length),
		(map(select(.verdict == "SKIP")) | length),
		.[-1].status] | @csv' out)" = \
		"$((count + 2)),$count,$count,$failed,$skipped,1" ]
	check "json: a failure has its story and the way to it" holds '
		map(select(.verdict == "FAIL")) | length > 0 and
		all(.story and .reason and .trace and .pcap and
		    (.rerun | test("run --expected")))' out
fi
rm -rf lastack.out

# --- junit ---
go mixed --junit junit.xml
check "junit: 1" ended 1
check "junit: beside the text" said "Lastack: "
if have python3; then
	cat >junit.py <<-'END'
		import sys, xml.etree.ElementTree as tree
		cases = list(tree.parse(sys.argv[1]).iter("testcase"))
		print(len(cases), *(sum(c.find(w) is not None for c in cases)
			for w in ("failure", "error", "skipped")))
	END
	check "junit: as python's reader sees it" [ \
		"$(python3 junit.py junit.xml)" = "$count $failed 0 $skipped" ]
fi
rm -rf lastack.out

# --- what cannot be written ---
go run --junit no/such/folder.xml close/twice
check "--junit nowhere" refused 2 "no/such/folder.xml: No such file"
touch file
go run --record file/r close/twice
check "--record into a file" refused 2 "file/r/run.json: Not a directory"
go run --record "" close/twice
check "--record without a name" refused 2 "without a name"
touch lastack.out
go mixed
check "lastack.out is a file: results all the same" ended 1
check "lastack.out is a file: said" said "pcap:  not kept: "
go run --pcap close/twice@lo4
check "--pcap, lastack.out is a file" refused 2 "lastack.out: "
rm lastack.out
# Of an ordinary user, who may not be allowed to go where the program is.
mkdir locked
chmod 555 locked
if can root userns; then
	cp "$lastack" may_run
	cp -r --no-preserve=mode "$expected" may_read
	chmod -R a+rX may_run may_read
	in_locked()
	{
		go setpriv --reuid 65534 --regid 65534 --clear-groups \
			sh -c 'cd locked && exec "$@"' sh ../may_run "$@"
	}
	in_locked run --pcap --expected ../may_read close/twice@lo4
	check "--pcap, a folder that is locked" refused 2 \
		"lastack.out: Permission denied"
	in_locked grid --record r --expected ../may_read CLOSED
	check "grid --record, a folder that is locked" refused 2 \
		"r: Permission denied"
fi

if [ -c /dev/full ]; then
	full() { "$@" >/dev/full; }
	for command in "list" "--help" "--version" \
		"show --expected e close/twice" \
		"diff --expected e close/twice" \
		"run --expected e close/twice" \
		"run --expected e -v close/twice" \
		"run --expected e --format ktap close/twice" \
		"run --expected e --format json close/twice" \
		"bless --dry-run --expected e close/bound"; do
		# shellcheck disable=SC2086 # words
		go full "$lastack" $command
		check "$command, no room: 2" ended 2
		check "$command, no room: one line" one_line err
		check "$command, no room: said" complained "standard output: "
	done
	go run --junit /dev/full close/twice
	check "--junit, no room: 2" ended 2
	check "--junit, no room: said" complained "/dev/full: No space left"
	check "--junit, no room: one line" one_line err
else
	left_out "there is no /dev/full"
fi

# A disk of 4 KiB, in a mount namespace of its own.
mkdir disk
cat >small.sh <<'END'
mount -t tmpfs -o size=4k none disk || exit 99
exec "$@"
END
if unshare -Urm sh small.sh true 2>/dev/null; then
	go unshare -Urm sh small.sh "$lastack" run --expected "$expected" \
		--record disk/r close
	check "--record, the disk is full: 2" ended 2
	check "--record, the disk is full: one line" one_line err
	check "--record, the disk is full: said" complained "No space left"
	check "--record, the disk is full: nobody is left" nobody_left
	go unshare -Urm sh small.sh "$lastack" run --expected "$expected" \
		--junit disk/junit.xml 'close/*' linger shutdown
	check "--junit, the disk is full: 2" ended 2
	check "--junit, the disk is full: said" complained "No space left"
	go unshare -Urm sh small.sh sh -c 'cd disk && exec "$@"' sh \
		"$lastack" run --expected "$expected" --pcap 'close/*' linger
	check "--pcap, the disk is full: 2" ended 2
	check "--pcap, the disk is full: one line" one_line err
	check "--pcap, the disk is full: said" complained "No space left"
	check "--pcap, the disk is full: nobody is left" nobody_left
	go unshare -Urm sh small.sh "$lastack" bless --expected disk \
		close/twice close/bound linger/off shutdown/rdwr
	check "bless, the disk is full: 2" ended 2
	check "bless, the disk is full: said" complained "No space left"
else
	left_out "no user namespace for a small disk: see tests/cli/check_users.sh"
fi

# --- a terminal ---
if ! have script; then
	:
elif ! script -qec true typescript >/dev/null 2>&1; then
	left_out "no terminal is to be had: mount devpts on /dev/pts"
else
	on_terminal()
	{
		script -qec "stty cols 80; $*" typescript </dev/null >out 2>err
		echo $? >status
	}
	escape=$(printf '\033')
	export TERM=xterm
	on_terminal "'$lastack' run --link lo --expected e close/bound close/twice"
	check "terminal: the exit status" ended 1
	check "terminal: colours" said "${escape}[31mFAIL${escape}[0m"
	check "terminal: progress" said "of 6, 3 failed"
	check "terminal: progress is taken off at the end" grep -q \
		"$(printf '\r\033\\[K')" out
	check "terminal: the summary comes last" grep -q '^Lastack: ' \
		<(tail -n 1 out)
	NO_COLOR=1 on_terminal "'$lastack' run --link lo --expected e close/bound"
	check "NO_COLOR: no colours" said_not "${escape}[3"
	check "NO_COLOR: progress" said "of 3"
	TERM=dumb on_terminal "'$lastack' run --link lo --expected e close/bound"
	check "TERM=dumb: no escape codes" [ -z "$(tr -dc '\033' <out)" ]
	on_terminal "'$lastack' run --expected e close/bound 2>&1 | cat"
	check "on a terminal, but piped: no escape codes" [ -z "$(
		tr -dc '\033' <out)" ]
fi
finish
