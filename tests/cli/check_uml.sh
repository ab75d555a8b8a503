#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# lastack run -k with User Mode Linux. Most of it needs no such kernel: it is a
# shell then, which has in it what tells a UML kernel from other programs, and
# takes its first word for the name of a script. Then contrib/build-uml, as far
# as it builds nothing; and a real kernel, if the cache has one.
set -u
contrib=$(cd "${srcdir:-.}/contrib" && pwd)
. "${srcdir:-.}/tests/cli/cli.sh"
need mounts

cp "$(command -v bash)" linux
printf 'Linux version 6.1.0-test (me)\0uml_dir=\0' >>linux
cp linux traveller
printf 'time-travel=inf-cpu\n' >>traveller

# kernel: what it does comes from standard input; descriptor 3 is ttyS1
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

boot()
{
	go "$lastack" run --expected "$expected" -k "$@" close/twice@lo4
}

said_run='{"type":"run","kernel":"6.1.0-test #1","planned":1,"facts":{"kernel":"6.1.0-test"}}'
passed='{"type":"result","name":"close/twice@lo4","verdict":"PASS","trace":null}'
good_end='{"type":"exit","status":0}'

# --- refused ---
cp linux plain
chmod -x plain
boot ./plain
check "not executable" refused 2 "may not be executed (chmod +x)"
head -c 5000 linux >cut
chmod +x cut
boot ./cut
check "cut off" refused 2 "is cut off: 5000 octets of"
boot "$(command -v bash)"
check "another program" refused 2 "nor a UML kernel"
boot ./linux --virtual-time
check "no virtual time in it: 2" ended 2
check "no virtual time in it: says so" complained \
	"built without virtual time (CONFIG_UML_TIME_TRAVEL_SUPPORT)"
check "no virtual time in it: never in real time" said_not passed

# --- all is well ---
kernel <<END
echo "words: \$*"
echo oops >&2
echo '$said_run' >&3
echo '$passed' >&3
echo '$good_end' >&3
END
boot ./linux --record real
check "passed there" ended 0
check "passed there: told" said "1 passed, 0 failed"
check "passed there: says how it was booted" complained "6.1.0-test: UML"
check "passed there: the record" holds '.[0].accelerator == "UML"' real/run.json
check "passed there: the console" grep -q oops real/console.log
check "real time" eval '! grep -q time-travel real/console.log'
boot ./traveller --record virtual --virtual-time
check "virtual time" grep -q "time-travel=inf-cpu -- guest" virtual/console.log
check "virtual time: says so" complained "UML, in virtual time"

# --- many variants: a kernel for every CPU, each with its part ---
kernel <<END
for word; do
	case \$word in initrd=*) grep -aox -e '--shard=[0-9/]*' \${word#*=} ;; esac
done
echo '$said_run' >&3
echo '$passed' >&3
echo '$good_end' >&3
END
cpus=$(nproc)
[ "$cpus" -le 8 ] || cpus=8
go "$lastack" run --expected "$expected" --virtual-time -k ./traveller \
	--record parts
check "a result is missing: 2" ended 2
check "its part of the work" eval \
	'[ $cpus = 1 ] || grep -qxF -- "--shard=$cpus/$cpus" parts/console.log'
check "its part of the work: nobody is left" nobody_left
boot ./traveller --record whole --virtual-time
check "no part of little work" eval '! grep -q -e --shard whole/console.log'

# --- never a silent pass ---
kernel <<END
echo "Kernel panic - not syncing: out of luck"
kill -ABRT \$\$
END
boot ./linux
check "a panic: 2" ended 2
check "a panic: says so" complained "before lastack began"
check "a panic: its words" complained "out of luck"
# What the kernel was built without, by the names of the options.
kernel <<END
echo "lastack: this kernel was built without CONFIG_SSL" >&2
END
boot ./linux
check "no second port: 2" ended 2
check "no second port: the option" complained \
	"lastack: 6.1.0-test: this kernel was built without CONFIG_SSL"
check "no second port: the cause comes first" \
	grep -q CONFIG_SSL <(grep -v 'UML$' err | head -n 1)
kernel <<END
echo "Kernel panic - not syncing: VFS: Unable to mount root fs on 98:0" >&2
kill -ABRT \$\$
END
boot ./linux
check "no initramfs: 2" ended 2
check "no initramfs: the option" complained \
	"6.1.0-test: this kernel was built without CONFIG_BLK_DEV_INITRD"
kernel <<END
echo '{"type":"trouble","text":"this kernel was built without CONFIG_TUN, CONFIG_INET_DIAG"}' >&3
END
boot ./linux
check "no TUN: 2" ended 2
check "no TUN: the option" complained "without CONFIG_TUN, CONFIG_INET_DIAG"
kernel <<END
echo '{"type":"trouble","text":"/dev/net/tun: not there"}' >&3
END
boot ./linux
check "trouble: 2" ended 2
check "trouble: told" complained "/dev/net/tun: not there"

# --- its files are its own, and nothing is left ---
kernel <<END
: >\$TMPDIR/memory.$$
: >/tmp/folder.$$
ls \$TMPDIR
echo '$said_run' >&3
(trap '' HUP TERM; exec sleep 1000) &
exec sleep 1000
END
for signal in KILL TERM; do
	>out.txt
	"$lastack" run --expected "$expected" --format json -k ./linux \
		--record left close/twice@lo4 >out.txt 2>err &
	lastack_pid=$!
	while ! grep -q planned out.txt; do
		kill -0 $lastack_pid 2>/dev/null || break
		read -rt 0.05 <> <(:)
	done
	kill -$signal $lastack_pid
	wait $lastack_pid 2>/dev/null
	# Of SIGKILL lastack knows nothing; it is the kernel that ends the rest.
	for _ in {1..100}; do
		[ -z "$(marked)" ] && break
		read -rt 0.05 <> <(:)
	done
	check "SIG$signal: nobody is left" nobody_left
done
check "the console holds what it has" grep -q memory.$$ left/console.log
check "no file is left" eval '[ -z "$(ls /tmp | grep "\.$$\$")" ]'

# --- contrib/build-uml, before it builds ---
build()
{
	go env XDG_CACHE_HOME="$place/cache" "$contrib/build-uml" "$@"
}

go "$contrib/build-uml"
check "build-uml without a word" ended 2
go "$contrib/build-uml" --help
check "build-uml --help" said "usage: build-uml"
build --list
check "build-uml --list of nothing" silent out
for version in debian: debian:6 debian:x.y debian:6.1.2; do
	build $version
	check "build-uml $version" refused 2 "a version is two numbers"
done
if [ "$(uname -m)" = x86_64 ] && have flex && have bison && have bc; then
	build no-such
	check "build-uml: no such folder" refused 2 "no-such: no such folder"
	build .
	check "build-uml: no source" refused 2 "is not a source tree"
	mkdir -p tree/arch/um "odd tree/arch/um"
	touch tree/Kconfig tree/arch/um/Makefile
	touch "odd tree/Kconfig" "odd tree/arch/um/Makefile"
	build "odd tree"
	check "build-uml: a space" refused 2 "a space or a colon"
	echo 'all: ; @echo "tcp.c: error: no luck"; false' >tree/Makefile
	echo 'allnoconfig: all' >>tree/Makefile
	build tree
	check "build-uml: it fails" ended 2
	check "build-uml: it fails: the log" complained "tcp.c: error: no luck"
	build --coverage tree
	check "build-uml --coverage: no linker script" refused 2 \
		"common.lds.S: there is no .fini_array in it"
	mkdir -p tree/arch/um/include/asm
	printf '\t*(.fini_array)\n' >tree/arch/um/include/asm/common.lds.S
	cat >tree/Makefile <<-'END'
	.RECIPEPREFIX = >
	allnoconfig:
	> @echo "error: tcp $(CFLAGS_tcp.o) of $(CFLAGS_udp.o)."
	> @echo "#include <asm/common.lds.S>" | $(CPP) -P - | \
	>	sed 's/^/error: /'; false
	END
	build --coverage tree
	check "build-uml --coverage: TCP counts" complained \
		"tcp --coverage -fno-early-inlining of ."
	check "build-uml --coverage: what writes the counts is linked" \
		complained "error:  *(.fini_array.*)"
	check "build-uml --coverage: the source is left alone" \
		eval '! grep -q "fini_array\.\*" -r tree'
	check "build-uml --coverage: beside the ordinary one" \
		eval '[ -d cache/lastack/uml/tree-*/coverage/build ]'
	build --coverage
	check "build-uml --coverage of nothing" ended 2
	build --coverage --list
	check "build-uml --coverage --list" silent out
	touch tree/.config
	build tree
	check "build-uml: built in" refused 2 "has been built in"
	go env XDG_CACHE_HOME=/proc/none "$contrib/build-uml" debian:6.1
	check "build-uml: no cache" refused 2 "cannot be written to"
	mkdir few
	for program in sh dirname readlink uname make gcc ld; do
		ln -s "$(command -v $program)" few/$program
	done
	go env PATH="$place/few" "$contrib/build-uml" debian:6.1
	check "build-uml: a tool is missing" refused 2 \
		"flex is missing: package flex"
fi

# --- a real one ---
real=$("$contrib/build-uml" --list | head -n 1)
if grep -q __asan_init "$lastack"; then
	left_out "UML has no room for what a sanitizer wants to map"
elif [ -n "$real" ]; then
	boot "$real" --virtual-time
	check "a real kernel" ended 0
	check "a real kernel: told" said "1 passed, 0 failed"
	check "a real kernel: nobody is left" nobody_left
else
	left_out "the cache has no UML kernel (contrib/build-uml debian:6.1)"
fi
finish
