# SPDX-License-Identifier: BSD-2-Clause
# Completion of lastack for bash, with or without the bash-completion package.
# All names come from the program itself, so what is new there is new here.

# _lastack_ask WORDS...: what lastack prints
_lastack_ask()
{
	local program=${COMP_WORDS[0]}

	"${program/#\~\//$HOME/}" "$@" 2>/dev/null
}

# _lastack_choose WORD: of the lines of standard input those that begin so
_lastack_choose()
{
	local line

	COMPREPLY=()
	while IFS= read -r line; do
		[[ $line != "$1"* ]] || COMPREPLY+=("$line")
	done
}

_lastack_words()
{
	_lastack_choose "$1" < <(printf '%s\n' "${@:2}")
}

_lastack_files()
{
	compopt -o filenames 2>/dev/null
	mapfile -t COMPREPLY < <(compgen "$1" -- "$2")
}

_lastack_commands()
{
	_lastack_ask --help | sed -n 's/^  lastack \([a-z]*\) .*/\1/p'
	printf '%s\n' --help --version
}

# Options are what `lastack COMMAND --help` has at the beginning of a line.
_lastack_options()
{
	_lastack_ask "$1" --help |
		sed -n 's/^  \(-., \|    \)\(--[a-z-]*\).*/\2/p'
}

_lastack_links()
{
	_lastack_ask list | sed 's/.*@\([a-z]*\).*/\1/' | sort -u
}

# _lastack_names WORD COMMAND: subjects first, then the cases of one. The grid
# is a subject where its pages can be named.
_lastack_names()
{
	local names=(list)

	case $2 in
	list | show | bless | coverage) names=(list '*' grid) ;;
	esac
	if [[ $1 == */* ]]; then
		_lastack_choose "$1" < <(_lastack_ask "${names[@]}" |
			sed 's/@.*//' | sort -u)
	else
		_lastack_choose "$1" < <(_lastack_ask "${names[@]}" |
			sed 's,/.*,/,' | sort -u)
		# A subject goes on with the name of a case.
		compopt -o nospace 2>/dev/null
	fi
}

# _lastack_traces WORD: files that can be played; folders of them as soon as it
# is clear that no subject is meant
_lastack_traces()
{
	local name

	while IFS= read -r name; do
		if [[ $name == *.trace ]] || [[ $1 == */* && -d $name ]]; then
			COMPREPLY+=("$name")
		fi
	done < <(compgen -f -- "$1")
}

# _lastack_value OPTION WORD COMMAND: what follows an option; 1: anything may
_lastack_value()
{
	case $1 in
	--expected | --record)
		_lastack_files -d "$2"
		;;
	--junit | --scope | -o | --output)
		_lastack_files -f "$2"
		;;
	--format)
		if [[ $3 == grid ]]; then
			_lastack_words "$2" text json
		elif [[ $3 == coverage ]]; then
			_lastack_words "$2" text json lcov
		else
			_lastack_words "$2" text ktap json
		fi
		;;
	-k | --kernel)
		local files
		_lastack_files -f "$2"
		files=("${COMPREPLY[@]}")
		_lastack_words "$2" host debian:
		[[ ${COMPREPLY[*]} != debian: ]] ||
			compopt +o filenames -o nospace 2>/dev/null
		COMPREPLY+=("${files[@]}")
		;;
	--against)
		_lastack_words "$2" expected rfc9293
		;;
	--family)
		_lastack_words "$2" 4 6
		;;
	--link)
		_lastack_choose "$2" < <(_lastack_links)
		;;
	--show)
		_lastack_words "$2" window options urgent
		;;
	-j | --jobs | --repeat | --shard | --cell)
		;;
	*)
		return 1
		;;
	esac
}

_lastack()
{
	local word=${COMP_WORDS[COMP_CWORD]}
	local before=${COMP_WORDS[COMP_CWORD - 1]}
	local command=${COMP_WORDS[1]}

	COMPREPLY=()
	# bash takes the "=" of --format=ktap for a word.
	if [[ $word == = ]]; then
		word=
	elif [[ $before == = ]]; then
		before=${COMP_WORDS[COMP_CWORD - 2]}
	fi
	if ((COMP_CWORD == 1)); then
		_lastack_choose "$word" < <(_lastack_commands)
	elif _lastack_value "$before" "$word" "$command"; then
		:
	elif [[ $word == -* ]]; then
		_lastack_choose "$word" < <(_lastack_options "$command")
	else
		case $command in
		compare) _lastack_files -d "$word" ;;
		decode) _lastack_files -f "$word" ;;
		grid) _lastack_choose "$word" < <(_lastack_ask grid --list) ;;
		run | list | show | diff | bless | coverage)
			_lastack_names "$word" "$command"
			_lastack_traces "$word"
			;;
		verbs)
			_lastack_choose "$word" < <(_lastack_ask verbs --plain |
				sed 's/^[a-z]* *\([A-Za-z_]*\).*/\1/' | sort -u)
			;;
		esac
	fi
}

complete -F _lastack lastack
