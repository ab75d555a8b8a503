#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# lastack run -k and grid -k, without a kernel: what is refused, and what becomes of a
# virtual machine that does not do what it should. The machine is a script.
set -u
. "${srcdir:-.}/tests/cli/cli.sh"

# An image that says it is one: its header, and a version.
make_image()
{
	head -c 4096 /dev/zero >"$1"
	put "$1" 0x1f1 '\0004'
	put "$1" 0x1f4 '\0040'
	put "$1" 0x1fe '\0125\0252HdrS'
	put "$1" 0x202 HdrS
	put "$1" 0x20e '\0000\0001'
	put "$1" 0x300 '6.1.0-test (nobody)'
}

put()
{
	printf %b "$3" | dd of="$1" bs=1 seek=$(($2)) conv=notrunc 2>/dev/null
}

make_image vmlinuz
mkdir modules modules/kernel qemu
printf 'kernel/%s.ko\n' inet_diag tcp_diag tun >modules/modules.builtin

# machine: what it tells comes from standard input
machine()
{
	{
		printf '#!/bin/sh\n'
		cat
	} >qemu/qemu-system-x86_64
	chmod +x qemu/qemu-system-x86_64
}

boot()
{
	go env PATH="$place/qemu:$PATH" "$lastack" run --expected "$expected" \
		-k vmlinuz:modules=modules "$@"
}

said_run='{"type":"run","kernel":"6.1.0-test #1","planned":1,"facts":{"kernel":"6.1.0-test"}}'
passed='{"type":"result","name":"close/twice@lo4","verdict":"PASS","trace":null}'
failed='{"type":"result","name":"close/twice@lo4","verdict":"FAIL","reason":"why"}'
good_end='{"type":"exit","status":0}'

# --- refused ---
go "$lastack" run --expected "$expected" -k no-such close/twice
check "no such image" refused 2 "no-such: No such file"
go "$lastack" run --expected "$expected" -k /dev/null close/twice
check "an empty file" refused 2 "is not a kernel"
go "$lastack" run --expected "$expected" -k "$lastack" close/twice
check "an ELF file" refused 2 "is an ELF file"
head -c 2000 vmlinuz >cut
go "$lastack" run --expected "$expected" -k cut close/twice
check "an image that is cut off" refused 2 "is cut off"
go "$lastack" run --expected "$expected" -k vmlinuz:modules=qemu close/twice
check "a folder without modules" refused 2 "holds no modules of 6.1.0-test"
mkdir few few/kernel
go "$lastack" run --expected "$expected" -k vmlinuz:modules=few close/twice
check "a module is missing" refused 2 "no module inet_diag"
go "$lastack" run --expected "$expected" --virtual-time close/twice
check "virtual time on this machine" misused "needs a kernel"
go "$lastack" run --expected "$expected" --format ktap -k host -k vmlinuz
check "ktap of several kernels" refused 2 "one kernel at a time"
go env PATH="$place/none" "$lastack" run --expected "$expected" \
	-k vmlinuz:modules=modules close/twice
check "no QEMU: 2" ended 2
check "no QEMU: says the package" complained "qemu-system-x86"
go "$lastack" guest
check "guest, when it is not the first process" ended 2

# --- all is well ---
machine <<END
echo "booting" >&2
echo '$said_run'
echo '$passed'
echo '$good_end'
END
boot --record kept close/twice@lo4
check "passed there" ended 0
check "passed there: told" said "1 passed, 0 failed"
check "passed there: says how it was booted" complained "6.1.0-test: QEMU"
check "passed there: the record" holds \
	'.[0] | .kernel == "6.1.0-test" and (.accelerator | length) == 3' \
	kept/run.json
check "passed there: the console" [ -e kept/console.log ]

# --- captures come back, into the record ---
machine <<END
echo '$said_run'
echo '{"type":"capture","name":"close/twice@lo4.pcap","hex":"d4c3b2a1"}'
echo '$passed'
echo '$good_end'
END
boot --record captured --pcap close/twice@lo4
check "a capture: good" ended 0
check "a capture: brought back" \
	[ "$(od -An -tx1 captured/close/twice@lo4.pcap)" = " d4 c3 b2 a1" ]
machine <<END
echo '$said_run'
echo '{"type":"capture","name":"close/twice@lo4.pcap","hex":"d4c3b2a"}'
echo '$passed'
echo '$good_end'
END
boot --record captured close/twice@lo4
check "a damaged capture: 2" ended 2
check "a damaged capture: told" complained "damaged in transfer"
machine <<END
echo '$said_run'
echo '{"type":"capture","name":"../evil.pcap","hex":"d4"}'
echo '$passed'
echo '$good_end'
END
boot --record captured close/twice@lo4
check "a capture that is to lie elsewhere: 2" ended 2
check "a capture that is to lie elsewhere: does not" [ ! -e evil.pcap ]

machine <<END
echo '$said_run'
echo '{"type":"result","name":"close/twice@lo4","verdict":"PASS","pcap":"not kept: /lastack.out/x: No space left on device"}'
echo '$good_end'
END
boot --record captured2 --pcap close/twice@lo4
check "a capture that was lost there: 2" ended 2
check "a capture that was lost there: told" complained \
	"/lastack.out/x: No space left"
mkdir -p kept2/console.log
machine <<END
echo '$said_run'
echo '$passed'
echo '$good_end'
END
boot --record kept2 close/twice@lo4
check "the console cannot be kept: 2" ended 2
check "the console cannot be kept: told" complained "kept2/console.log: "
touch taken
boot --record taken --pcap close/twice@lo4
check "--record into a file" refused 2 "taken"
# --- a failure is a failure, and has a way to be repeated ---
machine <<END
echo '$said_run'
echo '$failed'
echo '{"type":"exit","status":1}'
END
boot close/twice@lo4
check "failed there" ended 1
check "failed there: rerun" said "-k 'vmlinuz:modules=modules' 'close/twice@lo4'"

machine <<END
echo '$said_run'
echo '{"type":"result","name":"close/twice@lo4","verdict":"FAIL","difference":"expected  F"}'
echo '{"type":"result","name":"close/bound@lo4","verdict":"FAIL","difference":"expected  F"}'
echo '{"type":"exit","status":1}'
END
boot close/twice@lo4 close/bound@lo4
check "two that fail alike there: 1" ended 1
check "two that fail alike there: one is named" said \
	"FAIL   close/bound@lo4: the same difference as close/twice@lo4"

# --- the first failure is enough, and comes first next time ---
machine <<END
while [ "\$1" != -initrd ]; do shift; done
grep -aox -e '--f[a-z=/@0-9-]*' "\$2" >"$place/words"
echo '$said_run'
echo '$failed'
exec sleep 1000
END
rm -rf lastack.out
boot --fail-fast close/twice@lo4 close/bound@lo4
check "--fail-fast there: 1" ended 1
check "--fail-fast there: counted" last_is '1 failed, 0 skipped, 1 not played'
check "--fail-fast there: nobody is left" nobody_left
check "--fail-fast there: it knows" grep -qx -e --fail-fast words
check "what failed there is remembered" [ "$(cat lastack.out/failed.vmlinuz)" = \
	close/twice@lo4 ]
boot --fail-fast close/twice@lo4 close/bound@lo4
check "it is played first there" grep -qx -e --first=close/twice@lo4 words
rm -rf lastack.out

# --- never a silent pass ---
machine <<END
echo "no word of this is JSON"
END
boot close/twice@lo4
check "no lastack there: 2" ended 2
check "no lastack there: says so" complained "before lastack began"
machine <<END
echo '$said_run'
echo '$passed'
END
boot close/twice@lo4
check "ended before the end: 2" ended 2
check "ended before the end: says so" complained "stopped by itself"
machine <<END
echo '$said_run'
echo '$good_end'
END
boot close/twice@lo4
check "a result is missing: 2" ended 2
check "a result is missing: says so" complained "the guest sent 0 of 1"
machine <<END
echo '$said_run'
echo '$passed'
echo '{"type":"exit","status":2}'
END
boot close/twice@lo4
check "it ended badly: 2" ended 2
machine <<END
echo '{"type":"trouble","text":"/dev/net/tun: not there"}'
END
boot close/twice@lo4
check "trouble: 2" ended 2
check "trouble: told" complained "/dev/net/tun: not there"
machine <<END
exec sleep 1000
END
go env PATH="$place/qemu:$PATH" LASTACK_BOOT_SECONDS=1 "$lastack" run \
	--expected "$expected" --virtual-time -k vmlinuz:modules=modules \
	close/twice@lo4
check "it hangs: 2" ended 2
check "it hangs: says so" complained "no output for 1 s"

# --- several, and the worst of them counts ---
machine <<END
echo '$said_run'
echo '$passed'
echo '$good_end'
END
cp vmlinuz other
go env PATH="$place/qemu:$PATH" "$lastack" run --expected "$expected" \
	-k vmlinuz:modules=modules -k other:modules=modules --record both \
	close/twice@lo4
check "two kernels" ended 0
check "two kernels: two records" [ -s both/vmlinuz/run.json ]
check "two kernels: two records, the other" [ -s both/other/run.json ]
go env PATH="$place/qemu:$PATH" "$lastack" run --expected "$expected" \
	-k vmlinuz:modules=modules -k /dev/null close/twice@lo4
check "one of two is no kernel" ended 2

# --- the grid of a kernel under test ---
grid()
{
	go env PATH="$place/qemu:$PATH" "$lastack" grid --expected "$expected" \
		-k vmlinuz:modules=modules "$@"
}

# page NAME FILE: the lines of both families
page()
{
	jq -cRs --arg name "$1" '{type: "page", name: $name, family: 4,
		text: .}' "$2"
	printf '{"type":"page","name":"%s","family":6,"same":true}\n' "$1"
}

# grid_machine: tells what comes from standard input, between begin and end
grid_machine()
{
	{
		printf '{"type":"run","planned":1,"facts":{"kernel":"5.10.0-x"'
		printf ',"kernel_version":"%s"}}\n' "${kernel_version-}"
		cat
		echo '{"type":"closing","probes":16130,"disturbed":2}'
		echo "$good_end"
	} >told
	machine <<-END
	cat '$place/told'
	END
}

pages=$expected/grid
page CLOSED "$pages/CLOSED.grid" | grid_machine
grid CLOSED --record found
check "grid: as expected" ended 0
check "grid: closing line" last_is \
	'^grid: 1 station, 16130 probes in .* 2 attempts disturbed and repeated; as expected$'
check "grid: its page is printed" said "# grid/CLOSED"
check "grid: the record" same found/grid/CLOSED.grid "$pages/CLOSED.grid"
check "grid: the record's facts" holds '.[0] | .kernel == "5.10.0-x" and
	.virtual_time and .accelerator == "TCG" and .probes == 16130' \
	found/grid.json
check "grid: the console" [ -e found/console.log ]
check "grid: no family that is equal" missing found/grid/CLOSED@6.grid

# What the kernel is does not matter, only what it does.
grep -v '^# [kfcr][a-z]*:' "$pages/ESTABLISHED~linux-6.12.grid" >bare
page ESTABLISHED bare | grid_machine
grid ESTABLISHED --record found
check "grid, known: good" ended 0
check "grid, known: which" said "KNOWN  grid/ESTABLISHED: linux-6.12"
check "grid, known: what" said "never sent is dropped in silence"
check "grid, known: closing line" last_is 'as expected, 1 known$'
grid --strict ESTABLISHED
check "grid, known, --strict: fails" ended 1
check "grid, known, --strict: says so" said \
	"known behaviour linux-6.12, and --strict"
check "grid, known, --strict: closing line" last_is '1 known and refused$'
go "$lastack" compare "$expected" found
check "grid, known: compared" ended 1
check "grid, known: compared, where" said "grid/ESTABLISHED"
check "grid, known: compared, which cells" said \
	"flags F. without SR; seq left; ack unsent; length 0 (4)"
check "grid, known: compared, what" said "after   silence; stays"

# Unless its own series had left that. Its point release is in the version.
kernel_version='#1 SMP Debian 6.18.43-1'
page ESTABLISHED bare | grid_machine
grid ESTABLISHED
check "grid, known, an older point release: good" ended 0
kernel_version='#1 SMP Debian 6.18.44-1'
page ESTABLISHED bare | grid_machine
grid ESTABLISHED
check "grid, came back: fails" ended 1
check "grid, came back: says so" said "FAIL  grid/ESTABLISHED: known behaviour \
linux-6.12 came back: fixed in 6.18.44, commit \"tcp: send a challenge ACK"
check "grid, came back: closing line" last_is '1 known and refused$'
kernel_version=

# One more cell, and no page is like it: told beside the closest.
sed 's/^\(F\.  *\)a/\1./' "$pages/ESTABLISHED~linux-6.12.grid" |
	grep -v '^# [kfcr][a-z]*:' >changed
page ESTABLISHED changed | grid_machine
grid ESTABLISHED
check "grid, changed: fails" ended 1
check "grid, changed: beside the closest" said "1 of 8064 cells changed from \
the known behaviour linux-6.12, the closest"
check "grid, changed: which" said "the first: FIN.ACK,old,old,0"
check "grid, changed: closing line" last_is '2 cells changed$'

jq -cRs '{type: "page", name: "calls", family: 4, text: .}' \
	"$pages/calls.grid" >calls
sed 's/"family":4/"family":6/; s/EPIPE/EPIPEX/' calls | cat calls - |
	grid_machine
grid calls
check "grid, calls of IPv6: fails" ended 1
check "grid, calls of IPv6: told" said "FAIL  grid/calls over IPv6:"

echo '{"type":"report","text":"it leaves it\n"}' | grid_machine
grid --against rfc9293 CLOSED
check "grid, RFC" ended 0
check "grid, RFC: told" said "it leaves it"

# Two stations are shared by two machines, where there are two CPUs.
{
	page CLOSED "$pages/CLOSED.grid"
	page LISTEN "$pages/LISTEN.grid"
} | grid_machine
grid CLOSED LISTEN
check "grid, two stations" ended 0
check "grid, two stations: closing line" last_is '^grid: 2 stations, .*expected$'
go "$lastack" grid --shard 3/2
check "grid: --shard 3/2" misused "--shard takes I/N"

# As many machines as were asked for.
machine <<END
while [ "\$1" != -initrd ]; do shift; done
grep -aox -e '--shard=[0-9/]*' "\$2" >>"$place/shards"
cat '$place/told'
END
grid -j 2 CLOSED LISTEN
check "grid -j 2: two machines" same <(sort shards) \
	<(printf -- '--shard=%s\n' 1/2 2/2)
rm shards
grid -j 9 CLOSED LISTEN
check "grid -j 9, two stations: two machines" lines shards 2
for bad in 0 x -1 2x; do
	grid -j $bad CLOSED
	check "grid -j $bad" misused "-j takes a number from 1 on"
done

# Pages come as they are known, in order, and are kept.
rm -rf found
: >pages_come
{
	page LISTEN "$pages/LISTEN.grid"
	page CLOSED "$pages/CLOSED.grid"
} | grid_machine
grep -v -e closing -e exit told >told.1 && mv told.1 told
machine <<END
cat '$place/told'
exec sleep 1000
END
mkdir found && echo old >found/grid.json
PATH="$place/qemu:$PATH" "$lastack" grid --expected "$expected" \
	-k vmlinuz:modules=modules --record found CLOSED LISTEN ESTABLISHED \
	>pages_come 2>err </dev/null &
pid=$!
for _ in {1..200}; do
	grep -q '^# grid/LISTEN' pages_come && break
	read -rt 0.05 <> <(:)
done
check "grid: pages come while it goes on" \
	[ "$(grep '^# grid/' pages_come | tr -d '\n')" = \
	"# grid/CLOSED# grid/LISTEN" ]
check "grid: pages are kept while it goes on" [ -s found/grid/LISTEN.grid ]
check "grid: what an earlier run left is not theirs" missing found/grid.json
kill $pid
wait $pid 2>/dev/null
check "grid: ended while it goes on: nobody is left" nobody_left
if have script && script -qec true typescript >/dev/null 2>&1; then
	page CLOSED "$pages/CLOSED.grid" | grid_machine
	PATH="$place/qemu:$PATH" TERM=xterm go script -qec "stty cols 80; \
		'$lastack' grid --expected '$expected' \
		-k vmlinuz:modules=modules CLOSED" typescript
	check "grid: progress on a terminal" said "0 of 1"
fi

# --- never a silent pass of the grid either ---
printf '' | grid_machine
grid CLOSED
check "grid, no page: 2" ended 2
check "grid, no page: which" complained "the guest sent no page of CLOSED"
page LISTEN "$pages/LISTEN.grid" | grid_machine
grid CLOSED
check "grid, another page: 2" ended 2
check "grid, another page: which" complained \
	'the guest sent a page of "LISTEN", which was not requested'
head -n 30 "$pages/CLOSED.grid" >cut
page CLOSED cut | grid_machine
grid CLOSED
check "grid, a page that is cut: 2" ended 2
check "grid, a page that is cut: says so" complained "is missing"
page CLOSED "$pages/CLOSED.grid" | head -n 1 | grid_machine
grid CLOSED
check "grid, one family: 2" ended 2
check "grid, one family: says so" complained "the guest sent no page of CLOSED"
page CLOSED "$pages/CLOSED.grid" | grid_machine
grep -v closing told >told.1 && mv told.1 told
grid CLOSED
check "grid, no closing: 2" ended 2
check "grid, no closing: says so" complained "results are missing"
page CLOSED "$pages/CLOSED.grid" | grid_machine
sed -i 's/"status":0/"status":2/' told
grid CLOSED
check "grid, it ended badly: 2" ended 2
check "grid, it ended badly: says so" complained "with status 2"
grep -v exit told >told.1 && mv told.1 told
grid CLOSED --record found
check "grid, ended early: 2" ended 2
check "grid, ended early: says so" complained "stopped by itself"
grid_machine </dev/null
grid --against rfc9293 CLOSED
check "grid, no report: 2" ended 2

# --- words of the grid that do not go together ---
grid --bless
check "grid: --bless" misused "--bless writes what the running kernel does: no -k"
grid --format json
check "grid: --format json" misused "only prints"
grid --against rfc9293 calls
check "grid: calls against the RFC" refused 2 "calls"
grid --against rfc9293 CLOSED --record found
check "grid: record against the RFC" refused 2 "--record"
go "$lastack" grid --expected "$expected" -k no-such CLOSED
check "grid: no such image" refused 2 "no-such: No such file"

# --- several kernels ---
page CLOSED "$pages/CLOSED.grid" | grid_machine
go env PATH="$place/qemu:$PATH" "$lastack" grid --expected "$expected" \
	-k vmlinuz:modules=modules -k no-such -k vmlinuz:modules=modules \
	--record pair CLOSED
check "grid: one of three is no kernel" ended 2
cp vmlinuz image
go env PATH="$place/qemu:$PATH" "$lastack" grid --expected "$expected" \
	-k vmlinuz:modules=modules -k image:modules=modules --record pair CLOSED
check "grid: two kernels" ended 0
check "grid: two kernels: headings" said "== image:modules=modules =="
check "grid: two kernels: two records" same pair/vmlinuz/grid/CLOSED.grid \
	pair/image/grid/CLOSED.grid
go "$lastack" compare pair/vmlinuz pair/image
check "grid: two kernels: compared" ended 0
check "grid: two kernels: no difference" last_is '^No difference in 1 pages.$'

# --- interrupted: no machine is left ---
machine <<END
echo '$said_run'
echo booted >'$place/booted'
exec sleep 1000
END

# interrupted WORDS...: whether it dies of the SIGTERM that it gets
interrupted()
{
	rm -f booted
	env PATH="$place/qemu:$PATH" "$lastack" "$@" --expected "$expected" \
		-k vmlinuz:modules=modules >out 2>err &
	lastack_pid=$!
	while [ ! -s booted ]; do
		kill -0 $lastack_pid 2>/dev/null || break
		read -rt 0.05 <> <(:)
	done
	kill -TERM $lastack_pid
	wait $lastack_pid
	[ $? -eq 143 ]
}

check "SIGTERM: run dies of it" interrupted run --virtual-time close/twice@lo4
check "SIGTERM: no machine left" nobody_left
check "SIGTERM: grid dies of it" interrupted grid CLOSED
check "SIGTERM: no machine left of the grid" nobody_left
check "SIGTERM: grid of two dies of it" interrupted grid \
	-k vmlinuz:modules=modules CLOSED
check "SIGTERM: no machine left of two" nobody_left
finish
