/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A window that stays closed: probes, and how long they go on.
 */
#define SUBJECT persist
#include "cases/case.h"

CASE(orphan_gives_up,
     "An orphan behind a closed window is dropped when its probes would be 120 s apart, though the peer answers every one.",
     "RFC 9293 3.8.6.1 MUST-37; RFC 6429 (which allows it); tcp_orphan_retries; tcp_probe_timer()",
     .show = SHOW_TIME | SHOW_BULK | SHOW_PROBES, .seconds = 325,
     .slow = true)
{
	fill_window();
	call_close(client);
	until_state(client, TCP_CLOSE);
}

CASE(attached_stays,
     "A window that stays closed does not end a connection whose socket is held: for more than ten minutes probes go on, at most 120 s apart.",
     "RFC 9293 3.8.6.1 MUST-37; tcp_probe_timer()",
     .show = SHOW_TIME | SHOW_BULK | SHOW_PROBES, .seconds = 625,
     .slow = true)
{
	fill_window();
	watch_ms(625000);
}
