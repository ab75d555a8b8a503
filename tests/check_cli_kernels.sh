#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# lastack run -k, without a kernel: what is refused, and what becomes of a
# virtual machine that does not do what it should. The machine is a script.
set -u
. "${srcdir:-.}/tests/cli.sh"

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
go "$lastack" run --expected "$expected" --pcap -k vmlinuz close/twice
check "--pcap" misused "--pcap"
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

# --- a failure is a failure, and has a way to be repeated ---
machine <<END
echo '$said_run'
echo '$failed'
echo '{"type":"exit","status":1}'
END
boot close/twice@lo4
check "failed there" ended 1
check "failed there: rerun" said "-k 'vmlinuz:modules=modules' 'close/twice@lo4'"

# --- never a silent pass ---
machine <<END
echo "no word of this is JSON"
END
boot close/twice@lo4
check "no lastack there: 2" ended 2
check "no lastack there: says so" complained "before lastack had begun"
machine <<END
echo '$said_run'
echo '$passed'
END
boot close/twice@lo4
check "ended before the end: 2" ended 2
check "ended before the end: says so" complained "ended by itself"
machine <<END
echo '$said_run'
echo '$good_end'
END
boot close/twice@lo4
check "a result is missing: 2" ended 2
check "a result is missing: says so" complained "0 results of 1"
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
check "it hangs: says so" complained "not a word for 1 s"

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

# --- interrupted: no machine is left ---
machine <<END
echo '$said_run'
exec sleep 1000
END
>out.txt
env PATH="$place/qemu:$PATH" "$lastack" run --expected "$expected" \
	--virtual-time --format json -k vmlinuz:modules=modules close/twice@lo4 \
	>out.txt 2>err &
lastack_pid=$!
while ! grep -q planned out.txt; do
	kill -0 $lastack_pid 2>/dev/null || break
	read -rt 0.05 <> <(:)
done
kill -TERM $lastack_pid
wait $lastack_pid
check "SIGTERM: dies of it" [ $? -eq 143 ]
check "SIGTERM: no machine left" nobody_left
finish
