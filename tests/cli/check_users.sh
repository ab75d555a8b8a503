#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Who may run it: an ordinary user sees what root sees, and whoever may not is
# told what to do. With LASTACK_THOROUGH=1 all cases are compared, not a sample.
set -u
. "${srcdir:-.}/tests/cli/cli.sh"

# --- what is forbidden ---
# A user namespace in which this user is root, and then nobody of power: what
# is done there is told by $1.
cat >locked.sh <<'END'
lock=$1
shift
echo 0 >/proc/sys/user/max_user_namespaces || exit 99
case $lock in
sysctl)
	;;
debian | apparmor)
	# The locks that distributions add, where this kernel has none.
	echo 1000 >number
	mount --bind number /proc/sys/user/max_user_namespaces || exit 99
	mount -t tmpfs none /proc/sys/kernel || exit 99
	echo 0 >/proc/sys/kernel/unprivileged_userns_clone
	[ "$lock" = debian ] || {
		rm /proc/sys/kernel/unprivileged_userns_clone
		echo 1 >"/proc/sys/kernel/apparmor_restrict_unprivileged_userns"
	}
	;;
other)
	echo 1000 >number
	mount --bind number /proc/sys/user/max_user_namespaces || exit 99
	;;
esac
caps=-all
[ "$lock" != net_admin ] || caps=-net_admin
exec setpriv --bounding-set $caps --inh-caps $caps "$@"
END

locked()
{
	go unshare -Urm sh locked.sh "$@" "$lastack" run \
		--expected "$expected" close/twice
}

unshare -Urm sh locked.sh sysctl true 2>/dev/null
case $? in
0)
	locked sysctl
	check "user.max_user_namespaces is 0" refused 2 \
		"(sysctl user.max_user_namespaces is 0): run it as root"
	locked net_admin
	check "root without CAP_NET_ADMIN" refused 2 "run it as root"
	go unshare -Ur setpriv --bounding-set -net_admin --inh-caps -net_admin \
		"$lastack" run --expected "$expected" close/twice
	check "without CAP_NET_ADMIN, with user namespaces" ended 0
	if unshare -Urm sh locked.sh apparmor true 2>/dev/null; then
		locked debian
		check "kernel.unprivileged_userns_clone is 0" refused 2 \
			"kernel.unprivileged_userns_clone is 0): run it as root"
		locked apparmor
		check "AppArmor" refused 2 "AppArmor forbids user namespaces"
		check "AppArmor: what to do" complained \
			"or set that sysctl to 0"
		locked other
		check "forbidden by something else" refused 2 \
			"allow CAP_SYS_ADMIN, CAP_NET_ADMIN and CAP_NET_RAW"
	else
		left_out "locks of distributions: no mounts to be had"
	fi
	;;
*)
	can userns && left_out "locks: setpriv is missing: package util-linux"
	;;
esac

# --- root in a plain chroot, as debootstrap makes them ---
# Its root is no mount point, so that no mount below it can be hidden by making
# "/" private; what is mounted there must not be seen outside.
cat >chroot.sh <<'END'
mount --make-rshared / || exit 99
mkdir -p jail
for folder in bin dev etc lib lib64 proc sbin tmp usr "$place"; do
	[ -d "/$folder" ] || continue
	mkdir -p "jail/$folder"
	[ "$folder" = "$place" ] || mount --rbind "/$folder" "jail/$folder" ||
		exit 99
done
mount --bind "$place" "jail/$place" || exit 99
grep -c . /proc/self/mountinfo >before
chroot jail sh -c 'cd "$0" && exec "$@"' "$place" "$@"
status=$?
grep -c . /proc/self/mountinfo >after
exit $status
END
export place
in_chroot() { unshare --mount sh chroot.sh "$@"; }

if ! in_chroot true 2>/dev/null; then
	left_out "a chroot: this is not root, or no mounts are to be had"
else
	cp -R "$lastack" "$needs" "$expected" .
	go in_chroot ./lastack run --expected expected close/twice
	check "root in a chroot: 0" ended 0
	check "root in a chroot: no mount is left" same before after
	go in_chroot setpriv --reuid 65534 --regid 65534 --clear-groups \
		./lastack run --expected expected close/twice
	check "an ordinary user in a chroot" refused 2 \
		"no user namespaces can be made in a chroot: run it as root"
	for need in userns mounts; do
		go in_chroot ./needs test $need
		check "a chroot, $need: left out" ended 77
		check "a chroot, $need: why" said chroot
	done
fi

# --- an ordinary user ---
# Where an ordinary user can read them, and write beside them.
mkdir user
cp "$lastack" user/lastack
cp -r "$expected" user/expected
chmod -R a+rX user
ordinary()
{
	(cd user && exec setpriv --reuid 65534 --regid 65534 --clear-groups \
		./lastack "$@")
}

results()
{
	jq -r 'select(.type == "result") |
		[.name, .verdict, .reason, .trace] | @json' | sort
}

sample="accept_queue/never_accepted close/fork_holds close/killed_by_sigkill
	close_wait/netcat_killed linger/zero_after_data open
	orphan/too_many_orphans reset shutdown/rdwr_then_data"
[ "${LASTACK_THOROUGH-0}" != 1 ] || sample=
# Who may open this is for each machine to say.
tun=/dev/net/tun
link=
setpriv --reuid 65534 --regid 65534 --clear-groups test -w $tun 2>/dev/null ||
	link="--link lo"

if can root userns && have jq; then
	# shellcheck disable=SC2086 # words
	go "$lastack" run --expected user/expected --format json $link $sample
	check "root: 0" ended 0
	results <out >root
	# shellcheck disable=SC2086 # words
	go ordinary run --expected expected --format json $link $sample
	check "an ordinary user: 0" ended 0
	check "an ordinary user: nothing on stderr" silent err
	results <out >user.results
	check "an ordinary user: the same, trace by trace" same root \
		user.results
	check "an ordinary user: as many" [ "$(wc -l <root)" -gt 40 ]
	go ordinary run --expected expected --record nowhere close/twice
	check "an ordinary user: a folder that is not to be written" refused 2 \
		"nowhere/run.json: Permission denied"
	go ordinary run --expected expected --junit nowhere.xml close/twice
	check "an ordinary user: a file that is not to be written" refused 2 \
		"nowhere.xml: Permission denied"
	sed -i 's/^end .*/end     client LISTEN, server CLOSED/' \
		user/expected/close/twice.trace
	go ordinary run --expected expected close/twice@lo4
	check "an ordinary user: captures cannot be kept: 1" ended 1
	check "an ordinary user: captures cannot be kept: said" said \
		"pcap:  not kept: "
	go ordinary bless --expected expected close/twice
	check "an ordinary user: goldens cannot be written: 2" ended 2
	check "an ordinary user: goldens cannot be written: said" complained \
		"expected: Permission denied"
	check "nobody is left" nobody_left
fi
finish
