#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# How runs end: by cases that misbehave, by signals, by a reader that goes away;
# and that nothing is left afterwards, neither processes nor settings.
set -u
. "${srcdir:-.}/tests/cli/cli.sh"
need namespaces

mkdir -p e/selftest
cat >e/selftest/disturbed.trace <<'END'
# selftest/disturbed
# Two calls within 0 ms: no machine is as fast as that.
# none: this is about the harness

server  listen(backlog 8) = 0
client  connect() = 0
        client > server  S
        server > client  S.   ack 1
        client > server  .    ack 1
        = client ESTABLISHED, server ESTABLISHED
server  accept() = 0
client  shutdown(SHUT_WR) = 0
        client > server  F.   1 ack 1
        = client FIN_WAIT1, server CLOSE_WAIT
server  close() = 0
        server > client  F.   1 ack 2
        client > server  .    ack 2
        = client TIME_WAIT, server CLOSED
end     client TIME_WAIT, server CLOSED
END

# Cases that misbehave may hang: the short limits are theirs.
play()
{
	LASTACK_LIMIT_SECONDS=1 LASTACK_HANG_SECONDS=8 \
		go "$selftest" run --expected e --link lo --family 6 "$@"
}

# --- cases that misbehave ---
go "$selftest" bless --expected e selftest/passes selftest/wrong
check "bless" ended 0
sed -i 's/^end .*/end     client CLOSED, server CLOSED/' e/selftest/wrong.trace

play selftest/passes
check "passes: 0" ended 0
check "passes: nothing is left in the folder" missing lastack.out

play selftest/wrong
check "wrong: 1" ended 1
check "wrong: the difference" said "differs at e/selftest/wrong.trace:"
check "wrong: the pcap" said "pcap:  lastack.out/selftest/wrong@lo6.pcap"

play selftest/player_dies
check "a player dies: 2" ended 2
check "a player dies: broken" said "BROKEN selftest/player_dies@lo6"
check "a player dies: said" said "client: the process has ended already"
check "a player dies: its trace" said "client  killed by SIGKILL"

play selftest/send_without_socket
check "a verb without a socket: 2" ended 2
check "a verb without a socket: broken" \
	said "BROKEN selftest/send_without_socket@lo6"
check "a verb without a socket: which" said "client cannot make the call send(10)"

play selftest/crashes
check "a crash: 2" ended 2
check "a crash: broken" said "BROKEN selftest/crashes@lo6"
check "a crash: said" said "its process died of SIGABRT"
check "a crash: its trace" said "server  accept() = 0"

play selftest/hangs
check "a hang: 2" ended 2
check "a hang: broken" said "BROKEN selftest/hangs@lo6"
check "a hang: said" said "no result after 8 s: it hangs"
check "a hang: its trace" said "server  accept() = 0"
check "a hang: nobody is left" nobody_left

play selftest/never_state
check "a state that never comes: 1" ended 1
check "a state that never comes: told" said \
	"until   client CLOSING: not after 1 s, but ESTABLISHED"

play selftest/blocks
check "a call that never returns: 1" ended 1
check "a call that never returns: told" said \
	"client  recv(9) has not returned after 1 s"

play selftest/disturbed
check "always disturbed: 2" ended 2
check "always disturbed: broken, not failed" last_is '0 passed, 0 failed'
check "always disturbed: counted" last_is '1 broken, [0-9]+ disturbed'

# The harness stalls in every attempt. What agrees even so has passed; what
# does not proves nothing, except in virtual time, where nobody loses any.
go "$selftest" bless --expected e selftest/stalls
check "stalled: nothing is blessed" ended 2
check "stalled: nothing is blessed, and why" said "disturbed 50 times"
sed "1s/.*/# selftest\/stalls/; 2s/.*/# The harness does not run for 150 ms./" \
	e/selftest/passes.trace >e/selftest/stalls.trace
play selftest/stalls
check "stalled, and as expected: passed" last_is '1 passed, 0 failed, 0 skipped$'
sed -i 's/^end .*/end     client CLOSED, server CLOSED/' e/selftest/stalls.trace
play selftest/stalls
check "always stalled: 2" ended 2
check "always stalled: said" said "disturbed 50 times: this machine is too slow"
check "always stalled: what came of it" said \
	"the last attempt: differs at e/selftest/stalls.trace:"
check "always stalled: the difference" said "--> end     client CLOSED"
check "always stalled: counted" last_is '0 failed, 0 skipped, 1 broken, 50 disturbed$'
check "always stalled: no capture stays behind" missing \
	lastack.out/selftest/stalls@lo6.pcap
LASTACK_VIRTUAL_TIME=1 play selftest/stalls
check "stalled in virtual time: failed" ended 1
check "stalled in virtual time: once" last_is '1 failed, 0 skipped$'

play selftest/lacks_need
check "everything is skipped: 77" ended 77
check "everything is skipped: said" said "needs the initial network namespace"

play selftest/passes selftest/wrong selftest/lacks_need selftest/crashes
check "one broken among others: 2" ended 2
check "one broken among others: counted" last_is \
	'^Lastack: 1 passed, 1 failed, 1 skipped, 1 broken$'
play selftest/passes selftest/lacks_need
check "not everything is skipped: 0" ended 0

play --until-fail selftest/wrong
check "--until-fail: ends with a failure" ended 1
play --until-fail -j 2 selftest/passes selftest/crashes
check "--until-fail: ends with a broken one" ended 2
check "nobody is left" nobody_left
rm -rf lastack.out

# A worker plays one after the other; what one of them does to it, or to its
# players, is that one's alone.
play -j 1 --repeat 4 selftest/passes selftest/crashes selftest/player_dies
check "one worker: each its own verdict" said \
	"Lastack: 4 passed, 0 failed, 0 skipped, 8 broken"
check "one worker: nobody is left" nobody_left

# --- the first failure is enough ---
many="selftest/wrong selftest/passes selftest/hangs"
play --fail-fast $many
check "--fail-fast: 1" ended 1
check "--fail-fast: how many were not played" last_is \
	'^Lastack: [01] passed, 1 failed, 0 skipped, [12] not played$'
check "--fail-fast: said" said "stopped at the first failure"
check "--fail-fast: nobody is left" nobody_left
rm -rf lastack.out
play --fail-fast -j 1 --repeat 3 selftest/passes selftest/wrong
check "--fail-fast -j 1 --repeat: 1" ended 1
check "--fail-fast -j 1 --repeat: all are counted" last_is \
	'^Lastack: 1 passed, 1 failed, 0 skipped, 4 not played$'
rm -rf lastack.out
play --fail-fast selftest/passes
check "--fail-fast without a failure: 0" ended 0
check "--fail-fast without a failure: as ever" last_is \
	'^Lastack: 1 passed, 0 failed, 0 skipped$'
play --fail-fast selftest/crashes selftest/hangs
check "--fail-fast, broken: 2" ended 2
rm -rf lastack.out
play --fail-fast -j 1 --repeat 2 --format ktap --junit fast.xml --record fast \
	selftest/passes selftest/wrong
check "--fail-fast, ktap: 1" ended 1
check "--fail-fast, ktap: the plan" said "1..4"
check "--fail-fast, ktap: what was not played" said \
	"ok 3 selftest/passes@lo6 # SKIP not played: stopped at the first"
check "--fail-fast, ktap: all of the plan" \
	[ "$(grep -cE '^(not )?ok [1234] ' out)" = 4 ]
check "--fail-fast, junit: all of them" [ "$(grep -c '<testcase' fast.xml)" = 4 ]
check "--fail-fast, junit: what was not played" grep -q \
	'<skipped message="not played: stopped at the first failure"' fast.xml
if have jq; then
	check "--fail-fast: the record" holds \
		'.[0] | .counts.unplayed == 2 and (.results | length) == 2' \
		fast/run.json
	play --fail-fast -j 1 --repeat 2 --format json selftest/passes \
		selftest/wrong
	check "--fail-fast, json" holds '.[-1].unplayed == 2 and length == 4' out
fi
rm -rf lastack.out fast

# --- what failed last time comes first ---
order() { sed -n 's/^\(PASS\|FAIL\) *\([^ :]*\).*/\2/p' out | tr '\n' ' '; }
play -v -j 1 selftest/passes selftest/wrong
check "played in order" [ "$(order)" = \
	"selftest/passes@lo6 selftest/wrong@lo6 " ]
check "what failed is remembered" [ "$(cat lastack.out/failed)" = \
	selftest/wrong@lo6 ]
play -v -j 1 selftest/passes selftest/wrong
check "what failed is played first" [ "$(order)" = \
	"selftest/wrong@lo6 selftest/passes@lo6 " ]
play -v -j 1 --record first selftest/passes selftest/wrong
check "first, with a record, too" [ "$(order)" = \
	"selftest/wrong@lo6 selftest/passes@lo6 " ]
check "remembered in the record" [ "$(cat first/failed)" = selftest/wrong@lo6 ]
play selftest/passes
check "what was not played again stays remembered" [ -s lastack.out/failed ]
cp e/selftest/wrong.trace spoilt
go "$selftest" bless --expected e selftest/wrong
play selftest/wrong
check "what passes again is forgotten" missing lastack.out/failed
cp spoilt e/selftest/wrong.trace
rm -rf lastack.out first
mkdir -p lastack.out/failed
play selftest/wrong
check "what cannot be remembered: 1" ended 1
check "what cannot be remembered: no word of it" silent err
rm -rf lastack.out
mkdir lastack.out
head -c 3000 /dev/urandom >lastack.out/failed
play selftest/passes
check "remembered nonsense: 0" ended 0
check "remembered nonsense: no word of it" silent err
rm -rf lastack.out

# --- signals ---
mkfifo line

# begin COMMAND...: in the background; returns with the first line it printed.
# Players and workers keep standard output open: when it ends, all have ended.
begin()
{
	"$@" >line 2>err </dev/null &
	pid=$!
	exec 3<line
	IFS= read -r first <&3
}

# Everything that was printed meanwhile, and the end of all. The shell's own
# notices of who was killed are not wanted.
rest()
{
	timeout 20 cat <&3 >out
	echo $? >drained
	exec 3<&-
	wait $pid
	echo $? >status
} 2>notices

drained() { [ "$(cat drained)" = 0 ]; }

# Shells ignore SIGINT for what they begin in the background.
run_long()
{
	begin env --default-signal=INT,TERM,HUP "$lastack" run -v \
		--expected "$expected" --repeat 1000 "$@"
}

for signal in INT:2 TERM:15 HUP:1; do
	name=SIG${signal%:*}
	number=${signal#*:}
	run_long close
	kill "-$number" $pid
	rest
	check "$name: everything ends" drained
	check "$name: dies of it" ended $((128 + number))
	check "$name: said" grep -q "^interrupted by signal" out
	check "$name: the summary comes last" last_is '^Lastack: [0-9]+ passed'
	check "$name: nothing on stderr" silent err
	check "$name: nobody is left" nobody_left
done

run_long --record r --junit junit.xml --format json close
kill -TERM $pid
rest
if have jq; then
	check "SIGTERM: JSON says so" [ "$(tail -n 1 out |
		jq -r '[.type, .status, .interrupted > 0] | @csv')" = \
		'"summary",2,true' ]
	check "SIGTERM: the record is whole" holds '.[0].counts.PASS >= 0' \
		r/run.json
fi
if have xmllint; then
	check "SIGTERM: JUnit is whole" xmllint --noout junit.xml
fi

run_long close
kill -KILL $pid
rest
check "SIGKILL: everything ends" drained
check "SIGKILL: dies of it" ended 137
check "SIGKILL: nobody is left" nobody_left

# A hang, its own children included, is ended by the same means.
LASTACK_HANG_SECONDS=1000 begin "$selftest" run --verbose --expected e \
	--link lo --family 6 --repeat 100 selftest/hangs selftest/passes
kill -KILL $pid
rest
check "SIGKILL amid a hang: everything ends" drained
check "SIGKILL amid a hang: nobody is left" nobody_left

# The first process inside: the front has to say that it is gone.
run_long close
inside=$(cat /proc/$pid/task/$pid/children 2>/dev/null)
if [ -n "$inside" ]; then
	kill -KILL ${inside%% *}
	rest
	check "inside killed: everything ends" drained
	check "inside killed: 2" ended 2
	check "inside killed: said" complained "ended from outside"
	check "inside killed: nobody is left" nobody_left
else
	kill $pid
	rest
	left_out "this kernel does not tell a process's children"
fi

# A parent may have left signals ignored: SIGCHLD must be heard all the same,
# and SIGHUP must not (nohup).
go timeout 20 env --ignore-signal=CHLD "$lastack" run --expected "$expected" \
	close/twice
check "SIGCHLD ignored by the parent" ended 0
begin env --ignore-signal=HUP "$lastack" run -v --expected "$expected" \
	--link lo --repeat 100 close/twice
kill -HUP $pid
rest
check "SIGHUP ignored by the parent: goes on" ended 0
check "SIGHUP ignored by the parent: to the end" last_is \
	'^Lastack: 300 passed'

# --- a reader that goes away ---
# What is open for reading only as long as the writer is being opened.
gone()
{
	exec 3<>line
	exec 4>line
	exec 3<&-
	"$@" >&4 2>err </dev/null
	echo $? >status
	exec 4>&-
	: >out
}

quiet_end()
{
	silent err && { ended 2 || ended 141; }
}

gone "$lastack" list
check "list, nobody reads: a quiet end" quiet_end
gone "$lastack" show --expected "$expected" close/twice
check "show, nobody reads: a quiet end" quiet_end
for format in text ktap json; do
	gone "$lastack" run -v --expected "$expected" --format $format close
	check "run --format $format, nobody reads: a quiet end" quiet_end
	check "run --format $format, nobody reads: nobody is left" nobody_left
done
"$lastack" run -v --expected "$expected" --repeat 100 close 2>err |
	head -n 1 >out
echo "${PIPESTATUS[0]}" >status
check "run | head -1: a quiet end" quiet_end
check "run | head -1: a line" one_line out
check "run | head -1: nobody is left" nobody_left
check "run | head -1: nothing is left in the folder" missing lastack.out

# --- nothing of the host is changed ---
# Counters among them are left out.
host()
{
	find /proc/sys/net -type f -perm -u=w -perm -u=r 2>/dev/null | sort |
		xargs grep -H . 2>/dev/null
	grep nsfs /proc/self/mountinfo
	find /run/netns 2>/dev/null
}

host >before
go "$lastack" run --expected "$expected"
check "everything: 0" ended 0
host >after
check "no sysctl, mount or named namespace is changed" same before after
check "nobody is left" nobody_left
check "nothing is left in the folder" missing lastack.out
check "nothing on stderr" silent err
finish
