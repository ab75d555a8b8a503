#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Cases that are files: from nothing to blessed, what may be wrong with one, and
# every golden of the suite played as a script.
set -u
. "${srcdir:-.}/tests/cli/cli.sh"
need namespaces tun

# --- a case, from nothing to blessed and passing ---

go "$lastack" new my/idle
check "new: a file" same out <(echo my/idle.trace)
check "new: good" ended 0
go "$lastack" new my/idle
check "new: nothing is overwritten" ended 2
check "new: said" complained "my/idle.trace: File exists"
go "$lastack" new idle
check "new: no name" ended 2
go "$lastack" run my/idle.trace@lo4
check "not blessed yet: a failure" ended 1
check "not blessed yet: said" said "there is no golden trace"
check "not blessed yet: what happens" said "        client > server  S"
sed -i 's/^server  recv(9)$/# One read.\nserver  recv(9)/' my/idle.trace
go env CI=1 "$lastack" bless my/idle.trace
check "bless: not on CI" ended 2
go "$lastack" bless my/idle.trace
check "bless: good" ended 0
check "bless: shown" said "client > server  F.   1 ack 1"
check "bless: what happened is there" \
	grep -q "^        = client FIN_WAIT2, server CLOSE_WAIT" my/idle.trace
check "bless: comments stay" \
	grep -A1 "^# One read." my/idle.trace -q
check "bless: comments stay where they were" \
	[ "$(grep -A1 '^# One read.' my/idle.trace | tail -n 1)" = \
	"server  recv(9) = 0" ]
check "bless: blank lines stay" grep -q '^$' <(sed '1,/^$/d' my/idle.trace)
cp my/idle.trace before
go "$lastack" bless my/idle.trace
check "bless twice: nothing changes" same my/idle.trace before
for words in my/idle.trace my my/ ./my/idle.trace; do
	go "$lastack" run $words
	check "run $words: good" ended 0
	check "run $words: every variant" last_is "5 passed, 0 failed"
done
go "$lastack" list my/idle.trace
check "list of a file" said "my/idle@wire6"
go "$lastack" show my/idle.trace
check "show of a file: the ladder" said "client"
go "$lastack" diff my/idle.trace
check "diff of a file" ended 0

# --- what docs/cases.md shows is what happens ---

page=$(dirname "$expected")/docs/cases.md
sed -n '/^# my-cases\/linger_unread$/,/^```$/p' "$page" | sed '/^```$/,$d' |
	sed -n '/./,$p' >shown
mkdir my-cases
cp shown my-cases/linger_unread.trace
go "$lastack" run my-cases/linger_unread.trace@lo4
sed -n '/^FAIL   my-cases/,/^       end/p' "$page" >trace
check "docs/cases.md: a page with a session" [ -s trace ]
check "docs/cases.md: the trace it shows" \
	same trace <(sed '/^       end/q' out)
go "$lastack" bless my-cases/linger_unread.trace
go "$lastack" run my-cases/
check "docs/cases.md: it passes" last_is "5 passed, 0 failed"
sed -i 's/setsockopt(/setsockop(/' shown
cp shown my-cases/linger_unread.trace
go "$lastack" run my-cases/linger_unread.trace
check "docs/cases.md: the mistake it shows" grep -qxF "$(cat err)" "$page"

# --- a failure names the line of the file ---

sed 's/= client FIN_WAIT2, server CLOSE_WAIT/= client CLOSING/' before \
	>my/idle.trace
number=$(grep -n "= client CLOSING" my/idle.trace | cut -d: -f1)
go "$lastack" run my/idle.trace@lo4
check "differs: a failure" ended 1
check "differs: the line" said "differs at my/idle.trace:$number"
check "differs: how to run it again" said "run 'my/idle.trace@lo4'"
printf 'server  listen(backlog 8)\nclient  connect()\nclient  sleep(1 ms)\n%s' \
	'server  accept()
server  signal to the blocked call()
' >my/idle.trace
go "$lastack" run my/idle.trace@lo4
check "broken: 2" ended 2
check "broken: the line" said "my/idle.trace:5: server cannot make the call"
cp before my/idle.trace

# --- goldens of variants and known behaviours lie beside it ---

cp before my/idle@lo6.trace
sed -i 's/= client FIN_WAIT2, server CLOSE_WAIT/= client CLOSING/' \
	my/idle@lo6.trace
go "$lastack" run my
check "golden of a variant: that one fails" last_is "4 passed, 1 failed"
mv my/idle@lo6.trace my/idle@lo6~closing.trace
sed -i '3a# known: it is in CLOSING' my/idle@lo6~closing.trace
mv my/idle.trace other
sed 's/= client FIN_WAIT2, server CLOSE_WAIT/= client CLOSING/' other \
	>my/idle.trace
cp other my/idle~fin_wait2.trace
sed -i '3a# known: FIN_WAIT2' my/idle~fin_wait2.trace
go "$lastack" run my/idle.trace
check "a known behaviour beside it" ended 0
check "a known behaviour beside it: named" last_is 'passed \(5 known\)'
rm my/idle*~*.trace
cp before my/idle.trace

# --- records play as they are ---

go "$lastack" run my/idle.trace linger/off --record rec
check "record: good" ended 0
go "$lastack" run rec
check "record: it plays" ended 0
check "record: all of it" last_is "10 passed, 0 failed"
go "$lastack" show --script shutdown/wr_twice
check "show --script: good" ended 0
check "show --script: no results" said_not " = "
cp out wr_twice.trace
go "$lastack" bless wr_twice.trace
check "show --script: it can be blessed" ended 0
check "show --script: it is the golden" \
	same wr_twice.trace "$expected/shutdown/wr_twice.trace"

# --- what may be wrong with a file: one line, status 2 ---

# bad WHAT WORDS: the file bad.trace is refused with these words
bad()
{
	go "$lastack" run bad.trace
	check "$1: 2" ended 2
	check "$1: one line" one_line err
	check "$1: said" complained "$2"
	check "$1: nothing was played" silent out
}

steps='server  listen(backlog 8)
client  connect()'
echo "client  shutdwn(SHUT_WR)" >bad.trace
bad "unknown verb" 'bad.trace:1:9: there is no verb "shutdwn"; did you mean shut'
printf '%s\nclient  recv(x)\n' "$steps" >bad.trace
bad "wrong argument" "bad.trace:3:14: expected a number"
printf '%s\nserver  recv(9)\n' "$steps" >bad.trace
bad "no socket" "bad.trace:3: server has no such socket"
printf '%s\ncable   is cut\n' "$steps" >bad.trace
bad "no cable" "bad.trace:3: there is a cable only on the wire"
printf '# on: lo4\n# forged: client\n\n%s\n' "$steps" >bad.trace
bad "attributes that contradict each other" "forged: wants on: forged"
printf '# on: moon\n\n%s\n' "$steps" >bad.trace
bad "unknown variant" "bad.trace:1:7: expected lo, wire, forged"
printf '%s\n# caf\xe9\n' "$steps" >bad.trace
bad "not UTF-8" "bad.trace:3:1: not UTF-8"
printf '%s\r\n' "$steps" >bad.trace
bad "CRLF" "bad.trace:2:1: a carriage return"
: >bad.trace
bad "empty" "bad.trace: there is no step in it"
rm bad.trace
bad "missing" "bad.trace: No such file"
mkfifo bad.trace
bad "a FIFO" "bad.trace: not a regular file"
rm bad.trace
truncate -s 1G bad.trace
bad "1 GB" "bad.trace: more than 1048576 octets"
rm bad.trace
mkdir empty
go "$lastack" run empty/
check "an empty folder: 2" ended 2
check "an empty folder: said" complained "there is no .trace file in it"
mkdir twice
cp before twice/a.trace
cp before twice/b.trace
go "$lastack" run twice
check "two cases of one name: 2" ended 2
check "two cases of one name: said" complained "is the name of two cases"
go "$lastack" run my/idle.trace@lo5
check "a variant that is none: 2" ended 2
go "$lastack" run my/idle.trace@forged4
check "a variant that it has not: 2" ended 2

# --- verbs ---

go "$lastack" verbs
check "verbs: good" ended 0
check "verbs: a call" said "shutdown(HOW)"
check "verbs: the cable" said "loses the next KIND from END"
go "$lastack" verbs xyzzy
check "verbs: a word that none has" ended 2
go "$lastack" verbs --plain
check "verbs --plain: no sentences" said_not "flip a bit"

# The manual page has the verbs of the table.
top=$(dirname "$expected")
cat "$top/man/lastack-trace.5.head" >page.5
"$lastack" verbs --man >>page.5
cat "$top/man/lastack-trace.5.foot" >>page.5
check "lastack-trace(5) is up to date (else: make docs)" \
	same page.5 "$top/man/lastack-trace.5"

# --- every golden, played as a script, gives itself, in every variant ---

go "$lastack" run --expected "$expected"
suite=$(tail -n 1 out | sed 's/.*Lastack: \([0-9]*\) passed.*/\1/')
check "the suite: good" ended 0
go "$lastack" run "$expected/"
check "every golden as a script: good" ended 0
check "every golden as a script: as many as the suite has" \
	last_is "^Lastack: $suite passed( \([0-9]* known\))?, 0 failed"

finish
