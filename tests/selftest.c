/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The harness with cases of its own, each of which misbehaves in one way:
 * what Lastack says of itself, and what of the kernel, is told apart by them.
 * There are goldens for those that come to an end, in tests/selftest-expected.
 */
#define SUBJECT selftest
#define CASE_WITHOUT_TABLE
#include "cases/case.h"
#include "harness/commands/commands.h"
#include "harness/run/select.h"

#include <stdlib.h>
#include <unistd.h>

#define REF "none: this is about the harness"

CASE(blocks, "A recv() that nothing is ever sent to does not return.", REF)
{
	establish();
	call_recv(client, 9);
}

CASE(cable_on_lo, "Loopback has no cable that could lose anything.", REF,
     .on = ON_LO4)
{
	establish();
	cable_drop(client, FIN);
	call_close(client);
}

CASE(crashes, "The script's process ends by abort().", REF)
{
	establish();
	abort();
}

CASE(disturbed, "Two calls within 0 ms: no machine is as fast as that.", REF)
{
	establish();
	within_ms(0);
	call_shutdown(client, SHUT_WR);
	call_close(server);
}

/* Leaves a child behind, and a grandchild: they must not outlive the run. */
CASE(hangs, "The script waits for ever.", REF)
{
	establish();
	if (fork() == 0)
		fork();
	for (;;)
		pause();
}

CASE(lacks_need, "Needs what no house has: the host's own network namespace.",
     REF, .needs = NEED_ORPHANS)
{
	establish();
}

CASE(never_state, "Waits for a state that the connection never comes to.", REF)
{
	establish();
	until_state(client, TCP_CLOSING);
}

CASE(passes, "A connection that is opened, and that the client closes.", REF)
{
	establish();
	call_close(client);
	until_state(client, TCP_FIN_WAIT2);
}

CASE(player_dies, "A call of a player that was killed cannot be made.", REF)
{
	establish();
	call_kill(client, SIGKILL);
	call_send(client, 2);
}

CASE(rule_in_vain, "The cable waits for a RST that nobody sends.", REF,
     .on = ON_WIRE)
{
	establish();
	cable_drop(client, RST);
	call_send(client, 4);
}

CASE(send_without_socket, "A verb without a socket is no call of the kernel's.",
     REF)
{
	call_listen(server, 8);
	call_send(client, 10);
}

/* Longer than what counts as disturbed; half of RTO_MIN would be enough. */
CASE(stalls, "The harness does not run for 150 ms.", REF)
{
	establish();
	usleep(150000);
	call_close(client);
	until_state(client, TCP_FIN_WAIT2);
}

CASE(wrong, "The golden trace has it otherwise.", REF)
{
	establish();
	call_close(client);
	until_state(client, TCP_FIN_WAIT2);
}

static const struct test_case *const table[] = {
	&case_selftest_blocks,	    &case_selftest_cable_on_lo,
	&case_selftest_crashes,	    &case_selftest_disturbed,
	&case_selftest_hangs,	    &case_selftest_lacks_need,
	&case_selftest_never_state, &case_selftest_passes,
	&case_selftest_player_dies, &case_selftest_rule_in_vain,
	&case_selftest_send_without_socket, &case_selftest_stalls,
	&case_selftest_wrong,
};

const struct test_case *const *case_table(size_t *n)
{
	*n = sizeof(table) / sizeof(*table);
	return table;
}

int main(int argc, char **argv)
{
	return lastack_main(argc, argv);
}
