#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Golden traces that are missing, damaged or other than what happens; known
# behaviours; bless, diff, and a record used as goldens.
set -u
. "${srcdir:-.}/tests/cli/cli.sh"
need namespaces

mkdir -p e/close
golden=e/close/twice.trace
restore() { cp "$expected/close/twice.trace" "$golden"; }
play() { go "$lastack" run --expected e --link lo "$@" close/twice; }

restore
play
check "as blessed" ended 0
check "as blessed: closing line" last_is '^Lastack: 3 passed, 0 failed'

# --- missing, damaged ---
rm "$golden"
play
check "missing: a failure" ended 1
check "missing: said" said "there is no golden trace"
check "missing: what happened is shown" said "server  listen("
check "missing: how to run it again" said \
	"rerun: $lastack run --expected 'e' 'close/twice@lo"
check "missing: what happened is shown once" \
	[ "$(grep -c 'server  listen(' out)" = 1 ]
check "missing: the others are named" \
	[ "$(grep -c '^FAIL .*: the same as close/twice@lo' out)" = 2 ]
go "$lastack" run -v --expected e --link lo close/twice
check "missing, -v: each is shown" [ "$(grep -c 'server  listen(' out)" = 3 ]
go "$lastack" diff --expected e 'close/twice@lo*'
check "missing: diff shows it once" [ "$(grep -c 'server  listen(' out)" = 1 ]
check "missing: diff names the others" said "the same for lo6 lo46"
check "failed: the pcap is kept" test -s lastack.out/close/twice@lo4.pcap
check "failed: nothing else is left" [ "$(ls -d lastack*)" = lastack.out ]
rm -r lastack.out

# damaged WHAT WORDS: these words are to be said of the golden as it is now. It
# is tried at once, beside others: a run waits for a line that cannot come.
tried=0
damaged()
{
	tried=$((tried + 1))
	mkdir damaged$tried
	echo "$1" >damaged$tried/what
	echo "$2" >damaged$tried/words
	cp -r e damaged$tried/e
	(
		cd damaged$tried || exit
		LASTACK_LIMIT_SECONDS=1 play --family 6
	) &
	rm -rf "$golden"
	restore
}

: >"$golden"
damaged "empty" "$golden: the file is empty"
n=$(wc -l <"$expected/close/twice.trace")
head -n 6 "$expected/close/twice.trace" >"$golden"
damaged "end line missing" "$golden:6: truncated: the end line is missing"
head -c -1 "$expected/close/twice.trace" >"$golden"
damaged "last newline missing" "$golden:$n: truncated: no newline"
sed -i '7s/.*/what is this?/' "$golden"
damaged "bad line" "$golden:7: not a line of a trace, column 1: expected client"
sed -i '7s/$/ \xff\xfe/' "$golden"
damaged "not UTF-8" "$golden:7: not UTF-8"
sed -i '7s/l/\x00/' "$golden"
damaged "NUL" "$golden:7: a NUL octet"
sed -i '2d' "$golden"
damaged "short header" "$golden:3: the first three lines must be a header"
echo "client  close() = 0" >>"$golden"
damaged "line behind the end" "$golden:$((n + 1)): a line behind the end"
rm "$golden" && mkdir "$golden"
damaged "a folder" "Is a directory"
sed -i '2s/.*/# Something else./' "$golden"
damaged "header changed" "differs at $golden:2"
wait
for i in $(seq $tried); do
	cp damaged$i/out damaged$i/err damaged$i/status .
	what=$(cat damaged$i/what)
	check "$what: a failure" ended 1
	check "$what: said" said "$(cat damaged$i/words)"
	check "$what: nothing on stderr" silent err
done
go "$lastack" run --expected no-such close/twice
check "no folder of goldens" refused 2 "golden traces: no-such: No such file"
go "$lastack" run --expected "$golden" close/twice
check "goldens in a file" refused 2 "Not a directory"
rm -rf lastack.out

# --- each line of a golden matters, and its difference is shown ---
# All at once: where a line is not to come, a run waits for it in vain.
spoil_line()
{
	local before after

	mkdir -p lines/$1/e/close
	before=$(sed -n "${1}p" "$golden")
	case $before in
	*[0-9]*) after=${before%[0-9]*}9${before##*[0-9]} ;;
	*CLOSED*) after=${before/CLOSED/CLOSING} ;;
	*) after="$before." ;;
	esac
	[ "$before" != "$after" ] || after=${before/9/8}
	echo "$after" >lines/$1/after
	sed "${1}s/.*/$after/" "$golden" >lines/$1/$golden
	cd lines/$1 && LASTACK_LIMIT_SECONDS=1 go "$lastack" run \
		--expected e --link lo --family 6 close/twice
}

restore
for line in $(seq 5 "$n"); do
	spoil_line "$line" &
done
wait
for line in $(seq 5 "$n"); do
	cp lines/$line/out lines/$line/err lines/$line/status .
	check "line $line changed: a failure" ended 1
	check "line $line changed: shown" said "$(cat lines/$line/after)"
	check "line $line changed: named" grep -qE "$golden(:| at line )$line" \
		out
done
# --- a variant of its own ---
sed 's/^end .*/end     client LISTEN, server CLOSED/' "$golden" \
	>e/close/twice@lo6.trace
play
check "a golden of one variant fails that one only" last_is \
	'2 passed, 1 failed'
rm e/close/twice@lo6.trace

# --- known behaviours ---
known=e/close/twice~as_it_is.trace
{
	head -n 3 "$golden"
	printf '# known: %s\n# kernels: all\n' "as it is"
	tail -n +4 "$golden"
} >"$known"
sed -i 's/^end .*/end     client LISTEN, server CLOSED/' "$golden"
play
check "known: good" ended 0
check "known: counted" last_is '^Lastack: 3 passed \(3 known\), 0 failed'
check "known: named" said "KNOWN  close/twice@lo4: as_it_is"
play --strict
check "known, --strict: a failure" ended 1
check "known, --strict: said" said "known behaviour as_it_is, and --strict"
sed -i '4i # until: 2.6' "$known"
play
check "known, until an older kernel: a failure" ended 1
check "known, until an older kernel: said" said "end with Linux 2.6"
sed -i '4s/.*/# until: 999.0/' "$known"
play
check "known, until a newer kernel: good" ended 0
series=$(uname -r | grep -oE '^[0-9]+[.][0-9]+')
case $(uname -r) in
*-rc*)
	left_out "a release candidate is older than all of its series"
	;;
*)
	sed -i "4s/.*/# fixed: 2.6.0 $series/" "$known"
	play
	check "known, but its series had left it: a failure" ended 1
	check "known, but its series had left it: said" said \
		"known behaviour as_it_is came back: fixed in $series"
	;;
esac
sed -i "4s/.*/# fixed: 2.6.0 $series.9999/" "$known"
play
check "known, and younger kernels have left it: good" ended 0
sed -i '4s/.*/# nonsense/' "$known"
play
check "known, a note that is none" said "$known:4: a note must begin with"
rm "$known"

# --- diff ---
go "$lastack" diff --expected e close/twice@lo4
check "diff of what differs" ended 1
check "diff: what was expected" said "client LISTEN, server CLOSED"
restore
go "$lastack" diff --expected e 'close/twice@lo*'
check "diff of what agrees" ended 0
check "diff: all variants do the same" lines <(grep ^PASS out) 1
check "diff: which" said "the same for lo6 lo46"
sed 's/^end .*/end     client LISTEN, server CLOSED/' "$golden" \
	>e/close/twice@lo6.trace
go "$lastack" diff --expected e 'close/twice@lo*'
check "diff: one variant fails: 1" ended 1
check "diff: one variant fails: it is shown" said "FAIL  close/twice@lo6:"
check "diff: one variant fails: the others are one" said "the same for lo46"
rm e/close/twice@lo6.trace

# --- bless ---
twice='close/twice@lo*'
bless() { go "$lastack" bless --expected e "$@"; }

bless
check "bless of nothing" misused "which cases?"
go env CI=1 "$lastack" bless --expected e "$twice"
check "bless on CI" refused 2 "not on CI"
bless "$twice"
check "bless of what agrees" ended 0
check "bless of what agrees: silent" silent out
sed -i 's/^end .*/end     client LISTEN, server CLOSED/' "$golden"
cp "$golden" spoiled
bless --dry-run "$twice"
check "bless --dry-run" ended 0
check "bless --dry-run: shows the line that goes" said "client LISTEN"
check "bless --dry-run: writes nothing" same "$golden" spoiled
bless "$twice"
check "bless" ended 0
check "bless: shows the line that goes" said "client LISTEN"
check "bless: writes what happened" same "$golden" \
	"$expected/close/twice.trace"
play
check "blessed: passes" ended 0
rm -r e/close
bless "$twice"
check "bless of what is new" ended 0
check "bless of what is new: written, with its folder" same "$golden" \
	"$expected/close/twice.trace"
check "bless leaves nothing else" [ "$(find e -type f)" = "$golden" ]
mkdir x && touch x/close
go "$lastack" bless --expected x close/twice@lo4
check "bless into what is no folder" ended 2
check "bless into what is no folder: said" complained "x/close"

# --- a record has the form of goldens ---
go "$lastack" run --expected "$expected" --link lo --record r open close/twice
check "--record" ended 0
check "--record: a trace for each" [ "$(find r -name '*.trace' | wc -l)" = \
	"$("$lastack" list --link lo open close/twice | wc -l)" ]
check "--record: a trace as blessed" same r/close/twice@lo4.trace \
	"$expected/close/twice.trace"
if have jq; then
	check "--record: run.json" holds '.[0] | .kernel and
		.counts.PASS > 3 and .sysctls["net.ipv4.tcp_ecn"] == "0" and
		(.results | length) > 3' r/run.json
fi
check "--record: no pcap of what passed" [ -z "$(find r -name '*.pcap')" ]
go "$lastack" run --expected r --link lo open close/twice
check "a record as goldens" ended 0

# --- the word expected ---
mkdir away && cp -r r away && cd away || exit 1
go "$lastack" compare expected r
check "compare expected, found as run finds it" ended 0
check "compare expected: said" last_is "^No difference in"
mkdir -p expected/close
sed 's/^end .*/end     client LISTEN, server CLOSED/' r/close/twice@lo4.trace \
	>expected/close/twice.trace
go "$lastack" compare expected r
check "compare expected, a folder of that name" said "client LISTEN"
go "$lastack" compare --expected "$expected" expected r
check "compare --expected" ended 0
go "$lastack" compare --expected no-such expected r
check "compare --expected, no such folder" refused 2 \
	"golden traces: no-such: No such file"
rm -r expected
go env LASTACK_EXPECTED=no-such "$lastack" compare expected r
check "compare expected, nothing there" refused 2 \
	"golden traces: no-such: No such file"
go "$lastack" compare ./expected r
check "compare ./expected: that folder" refused 2 "./expected: No such file"
cd .. || exit 1

go "$lastack" run --expected "$expected" --record p --pcap close/twice@lo4
check "--pcap: kept beside the trace" test -s p/close/twice@lo4.pcap

# --- decode: what is in that pcap, and what is not ---
pcap=p/close/twice@lo4.pcap
go "$lastack" decode $pcap
check "decode" ended 0
check "decode: the segments" said "server > client  F."
: >empty.pcap
go "$lastack" decode empty.pcap
check "decode of an empty file" refused 2 "empty file"
head -c 4000 "$lastack" >random.pcap
go "$lastack" decode random.pcap
check "decode of another file" refused 2 "random.pcap: "
head -c -9 $pcap >cut.pcap
go "$lastack" decode cut.pcap
check "decode of a truncated file: 2" ended 2
check "decode of a truncated file: said" complained "cut.pcap: "
check "decode of a truncated file: what is whole" said "client > server  S"
cp $pcap user.pcap
printf '\242\0\0\0' | dd of=user.pcap bs=1 seek=20 conv=notrunc 2>/dev/null
go "$lastack" decode user.pcap
check "decode of another link type" ended 2
check "decode of another link type: said" complained "link type"
finish
