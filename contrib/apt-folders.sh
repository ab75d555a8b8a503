# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
#
# What the scripts that take something from Debian have in common; they source
# it. apt does the work, with folders of its own in the cache: signatures are
# checked by the keys of Debian's archive; nothing on the machine is changed.

# shellcheck disable=SC2154 # the script has set it
say()
{
	printf '%s: %s\n' "$me" "$*" >&2
}

die()
{
	say "$@"
	exit 2
}

cache=${XDG_CACHE_HOME:-${HOME:-}/.cache}/lastack

# make_folder PATH: one in the cache, which can be written to
make_folder()
{
	mkdir -p "$1" 2>/dev/null || :
	[ -w "$1" ] || die "the cache folder $cache cannot be written to"
}

# Fewer suites are less to download; an unknown version looks everywhere.
suites_of()
{
	case $1 in
	5.10 | 5.10.*) echo 'bullseye bullseye-security' ;;
	6.1 | 6.1.*) echo 'bookworm bookworm-security' ;;
	6.12) echo 'trixie trixie-security' ;;
	6.12.*) echo 'trixie trixie-security bookworm-backports' ;;
	*) echo 'bookworm-backports trixie-backports sid experimental' ;;
	esac
}

# apt_folders VERSION: sets $suites, $arch, $apt and $log
apt_folders()
{
	for program in apt-get apt-cache dpkg-deb; do
		command -v $program >/dev/null ||
			die "$program is missing: debian: needs a machine with apt"
	done
	keyring=/usr/share/keyrings/debian-archive-keyring.gpg
	[ -f $keyring ] ||
		die "$keyring is missing: package debian-archive-keyring"
	arch=$(dpkg --print-architecture)
	suites=$(suites_of "$1")
	apt=$cache/apt/$(echo "$suites" | tr ' ' +)
	log=$apt/log
	make_folder "$apt/state/lists/partial"
	make_folder "$apt/cache/archives/partial"
	for suite in $suites; do
		site=http://deb.debian.org/debian
		case $suite in
		*-security) site=http://deb.debian.org/debian-security ;;
		esac
		echo "deb [signed-by=$keyring] $site $suite main"
	done >"$apt/sources.list"
	write_apt_conf
}

# Hooks of this machine would reach into its own folders.
write_apt_conf()
{
	cat >"$apt/apt.conf" <<-END
	Dir::State "$apt/state";
	Dir::State::status "/dev/null";
	Dir::Cache "$apt/cache";
	Dir::Etc::SourceList "$apt/sources.list";
	Dir::Etc::SourceParts "/dev/null";
	Dir::Etc::Preferences "/dev/null";
	Dir::Etc::PreferencesParts "/dev/null";
	APT::Architecture "$arch";
	APT::Architectures { "$arch"; };
	APT::Sandbox::User "";
	Acquire::Languages "none";
	Acquire::Retries "2";
	#clear APT::Update::Post-Invoke;
	#clear APT::Update::Post-Invoke-Success;
	#clear DPkg::Post-Invoke;
	END
}

# Lists of half a day ago are fresh. apt-get tells of an update that failed only
# on request.
apt_update()
{
	[ -z "$(find "$apt/updated" -mmin -720 2>/dev/null)" ] || return 0
	apt-get -c "$apt/apt.conf" update -o APT::Update::Error-Mode=any \
		>"$log" 2>&1 && touch "$apt/updated"
}

# unreachable: why the last apt_update failed
unreachable()
{
	die "Debian's archive cannot be reached: $(grep -m 1 '^[EW]:' "$log" ||
		tail -n 1 "$log")"
}

# apt_fetch FOLDER PACKAGE=VERSION...: leaves the files of them in FOLDER/tree
apt_fetch()
{
	folder=$1
	shift
	(cd "$folder" && apt-get -c "$apt/apt.conf" download "$@") \
		>"$log" 2>&1 || die "$1: $(grep -m 1 '^E:' "$log")"
	mkdir "$folder/tree"
	for deb in "$folder"/*.deb; do
		dpkg-deb -x "$deb" "$folder/tree" >"$log" 2>&1 ||
			die "$1: $(tail -n 1 "$log")"
	done
}
