#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Runs whose processes are stopped and continued at random: all of them, or some.
# Kernel timers go on meanwhile, so much happens that the goldens do not have;
# none of it may be called a failure.
#
# STALL_SECONDS: how long, each run is tormented (8); STALL_SEED: another one for other stops.
set -u
. "${srcdir:-.}/tests/cli/cli.sh"
need namespaces tun

RANDOM=${STALL_SEED:-9}

# Stops the processes that are given, for a fifth of a second (RTO_MIN) up to
# nearly two. Those that have ended meanwhile do not matter.
stop_some()
{
	local ms=$((200 + RANDOM % 1700))

	kill -STOP "$@" 2>/dev/null
	sleep "$((ms / 1000)).$(printf %03d $((ms % 1000)))"
	kill -CONT "$@" 2>/dev/null
	stops=$((stops + 1))
}

# tree PID: it, and all below it; marked() would take too long for that
tree()
{
	local pid kids=

	echo "$1"
	read -r kids 2>/dev/null <"/proc/$1/task/$1/children"
	for pid in $kids; do
		tree "$pid"
	done
}

# Every one of the run, or each by the toss of a coin.
choose()
{
	local pid all=$((RANDOM % 2))

	for pid in $(tree "$1" 2>/dev/null); do
		[ "$all" -eq 1 ] || [ $((RANDOM % 2)) -eq 1 ] || continue
		echo "$pid"
	done
}

# torment COMMAND...: run it, and stop what it has started again and again
torment()
{
	local until=$((SECONDS + ${STALL_SECONDS:-8})) run

	stops=0
	go "$@" &
	run=$!
	while kill -0 "$run" 2>/dev/null; do
		sleep "0.$((RANDOM % 6 + 1))"
		[ "$SECONDS" -lt "$until" ] || continue
		mapfile -t chosen < <(choose "$run")
		[ "${#chosen[@]}" -eq 0 ] || stop_some "${chosen[@]}"
	done
	wait "$run"
	tail -n 2 out
}

# What waits for timers is what stops disturb most.
for link in lo wire; do
	rm -rf record lastack.out
	torment "$lastack" run --expected "$expected" --repeat 3 \
		--record record --link "$link" accept_queue keepalive linger \
		open orphan persist user_timeout close_wait
	check "$link: $stops stops, and no failure" ended 0
	check "$link: disturbed attempts are recorded" holds '.[0].counts.disturbed ==
		([.[0].results[].disturbed] | add)' record/run.json
	check "$link: no capture is left of them" \
		[ -z "$(find record -name '*.pcap')" ]
done

torment "$lastack" grid --expected "$expected"
check "grid: $stops stops, and no difference" ended 0
check "nobody is left" nobody_left

finish
