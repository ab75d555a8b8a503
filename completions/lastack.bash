# SPDX-License-Identifier: BSD-2-Clause
# Completion of lastack for bash, with or without the bash-completion package.

# Names come from `lastack list`: subjects first, then the cases of one.
_lastack_names()
{
	local word=$1 names

	names=$("$_lastack_program" list 2>/dev/null) || return
	if [[ $word == */* ]]; then
		names=$(printf '%s\n' "$names" | sed 's/@.*//' | sort -u)
		COMPREPLY=($(compgen -W "$names" -- "$word"))
	else
		names=$(printf '%s\n' "$names" | sed 's,/.*,/,' | sort -u)
		COMPREPLY=($(compgen -W "$names" -- "$word"))
		# A subject goes on with the name of a case.
		compopt -o nospace 2>/dev/null
	fi
}

_lastack()
{
	local word=${COMP_WORDS[COMP_CWORD]}
	local before=${COMP_WORDS[COMP_CWORD - 1]}
	local command=${COMP_WORDS[1]}
	local _lastack_program=${COMP_WORDS[0]}
	local options

	COMPREPLY=()
	# bash takes the "=" of --format=ktap for a word.
	if [[ $word == = ]]; then
		word=
	elif [[ $before == = ]]; then
		before=${COMP_WORDS[COMP_CWORD - 2]}
	fi
	if ((COMP_CWORD == 1)); then
		COMPREPLY=($(compgen -W "run list show diff bless compare
			grid decode
			--help --version" -- "$word"))
		return
	fi
	case $before in
	--expected | --record)
		compopt -o filenames 2>/dev/null
		COMPREPLY=($(compgen -d -- "$word"))
		return
		;;
	--junit)
		compopt -o filenames 2>/dev/null
		COMPREPLY=($(compgen -f -- "$word"))
		return
		;;
	--format)
		options="text ktap json"
		[[ $command == grid ]] && options="text json"
		COMPREPLY=($(compgen -W "$options" -- "$word"))
		return
		;;
	-k | --kernel)
		compopt -o filenames 2>/dev/null
		COMPREPLY=($(compgen -f -- "$word")
			$(compgen -W "host debian:" -- "$word"))
		return
		;;
	--against)
		COMPREPLY=($(compgen -W "expected rfc9293" -- "$word"))
		return
		;;
	--family)
		COMPREPLY=($(compgen -W "4 6" -- "$word"))
		return
		;;
	--link)
		COMPREPLY=($(compgen -W "lo" -- "$word"))
		return
		;;
	--show)
		COMPREPLY=($(compgen -W "window options urgent" -- "$word"))
		return
		;;
	-j | --jobs | --repeat | --shard)
		return
		;;
	esac
	case $command in
	run)
		options="--jobs --repeat --until-fail --fail-fast --slow --link --family
			--record --pcap --format --junit --expected --strict
			--shard --kernel --virtual-time --verbose --help"
		;;
	list)
		options="--long --link --family --help"
		;;
	show)
		options="--expected --ascii --cell --help"
		;;
	diff)
		options="--expected --help"
		;;
	bless)
		options="--all --dry-run --expected --help"
		;;
	compare)
		options="--help"
		;;
	grid)
		options="--against --bless --expected --format --kernel
			--markdown --record --shard --strict --help"
		;;
	decode)
		options="--show --time --help"
		;;
	*)
		return
		;;
	esac
	if [[ $word == -* ]]; then
		COMPREPLY=($(compgen -W "$options" -- "$word"))
	elif [[ $command == compare ]]; then
		compopt -o filenames 2>/dev/null
		COMPREPLY=($(compgen -d -- "$word"))
	elif [[ $command == decode ]]; then
		compopt -o filenames 2>/dev/null
		COMPREPLY=($(compgen -f -- "$word"))
	else
		_lastack_names "$word"
	fi
}

complete -F _lastack lastack
