#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# The wire and the forged peer as a user meets them: without /dev/net/tun, with
# scripts that misuse them, and what a failure on them leaves behind.
set -u
. "${srcdir:-.}/tests/cli/cli.sh"
need namespaces

mkdir -p e/selftest

# Without the device the need is missing: skipped, in one line, and 77.
without_tun()
{
	# shellcheck disable=SC2016
	go unshare --mount sh -c \
		'mount -t tmpfs none /dev/net && exec "$@"' sh "$@"
}

if unshare --mount true 2>/dev/null; then
	without_tun "$lastack" run --expected "$expected" --link wire linger
	check "no /dev/net/tun: 77" ended 77
	check "no /dev/net/tun: said" said "needs /dev/net/tun (No such file"
	check "no /dev/net/tun: the remedy" said \
		"modprobe tun, or for a container --device /dev/net/tun"
	check "no /dev/net/tun: nothing fails" last_is '0 passed, 0 failed'
	without_tun "$lastack" run --expected "$expected" close/twice
	check "no /dev/net/tun: loopback passes" ended 0
else
	left_out "no mount namespace is to be had: run it as root, and not in a" \
		"chroot"
fi

# A verb on a link that cannot do it names the case and the verb.
go "$selftest" run --expected e selftest/cable_on_lo
check "a cable on loopback: 2" ended 2
check "a cable on loopback: the case" said "BROKEN selftest/cable_on_lo@lo4"
check "a cable on loopback: why" said "there is no cable on this link"

can tun || finish

# A rule that never meets its segment: what was seen instead.
go "$selftest" run --expected e selftest/rule_in_vain
check "a rule in vain: 2" ended 2
check "a rule in vain: the case" said "BROKEN selftest/rule_in_vain@wire6"
check "a rule in vain: why" said "rule never used: no RST came from client"
check "a rule in vain: instead" said "(it sent 1 x SYN, 1 x ACK, 1 x data)"

# A failure on the wire keeps what each end saw.
rm -rf lastack.out
cp -R "$expected" g
sed -i 's/^        = client CLOSING$/        = client TIME_WAIT/' \
	g/close/simultaneous.trace
go "$lastack" run --expected g close/simultaneous@wire4
check "a wrong state on the wire: 1" ended 1
check "a wrong state on the wire: shown" said "= client CLOSING"
for end in client server; do
	file=lastack.out/close/simultaneous@wire4.$end.pcap
	check "what the $end saw is kept" [ -s "$file" ]
	go "$lastack" decode "$file"
	check "what the $end saw: both FINs" \
		[ "$(grep -c ' > .*  F\.' out)" -ge 2 ]
done

# A golden without the referee's line is not the golden.
sed -i '/deviates:/d' g/orphan/fin_wait2_expires.trace
go "$lastack" run --expected g orphan/fin_wait2_expires@wire4
check "a deviation that the golden hides: 1" ended 1
check "a deviation that the golden hides: shown" said "deviates: RFC 9293 3.10.8"

check "nobody is left" nobody_left
finish
