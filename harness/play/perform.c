/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Steps that were read from a file, played by the verbs of cases/case.h.
 */
#include "harness/play/perform.h"
#include "harness/play/script.h"
#include "harness/trace/script.h"

static int number(const struct step *s, unsigned i)
{
	return (int)s->arg[i];
}

static size_t octets(const struct step *s)
{
	return (size_t)s->arg[0];
}

/* Calls that are to block. */
static void begin(const struct step *s)
{
	switch (s->verb) {
	case VERB_CONNECT:
		call_connect_begin(s->end);
		break;
	case VERB_ACCEPT:
		call_accept_begin(s->end);
		break;
	case VERB_SEND:
		call_send_begin(s->end, octets(s));
		break;
	case VERB_RECV:
		call_recv_begin(s->end, octets(s));
		break;
	case VERB_RECV_ALL:
		call_recv_all_begin(s->end);
		break;
	case VERB_CLOSE:
		call_close_begin(s->end);
		break;
	default:
		play_break("%s cannot be begun", verb_row(s->verb)->text);
	}
}

static void open_or_end(const struct step *s)
{
	switch (s->verb) {
	case VERB_SOCKET:
		call_socket(s->end);
		break;
	case VERB_BIND:
		call_bind(s->end);
		break;
	case VERB_BIND_AS:
		call_bind_as(s->end, s->other);
		break;
	case VERB_LISTEN:
		if (play->bound[s->end.player])
			call_relisten(s->end, number(s, 0));
		else
			call_listen(s->end, number(s, 0));
		break;
	case VERB_CONNECT:
		call_connect(s->end);
		break;
	case VERB_CONNECT_CLOSED:
		call_connect_nowhere(s->end);
		break;
	case VERB_CONNECT_SELF:
		call_connect_self(s->end);
		break;
	case VERB_DISCONNECT:
		call_disconnect(s->end);
		break;
	case VERB_ACCEPT:
		call_accept(s->end);
		break;
	case VERB_CLOSE:
		call_close(s->end);
		break;
	case VERB_SHUTDOWN:
		call_shutdown(s->end, number(s, 0));
		break;
	case VERB_LINGER:
		call_linger(s->end, number(s, 0));
		break;
	case VERB_LINGER_OFF:
		call_linger_off(s->end);
		break;
	case VERB_EXIT:
		call_exit(s->end);
		break;
	case VERB_KILL:
		call_kill(s->end, number(s, 0));
		break;
	default:
		play_break("%s: no such verb here", verb_row(s->verb)->id);
	}
}

static void move_data(const struct step *s)
{
	switch (s->verb) {
	case VERB_SEND:
		call_send_flags(s->end, octets(s), number(s, 1));
		break;
	case VERB_SEND_ALL:
		call_send_all(s->end, octets(s));
		break;
	case VERB_FILL:
		call_fill(s->end);
		break;
	case VERB_RECV:
		call_recv_flags(s->end, octets(s), number(s, 1));
		break;
	case VERB_RECV_ALL:
		call_recv_all(s->end);
		break;
	case VERB_RECV_DISCARD:
		call_drain(s->end);
		break;
	case VERB_SIOCINQ:
		call_unread(s->end);
		break;
	case VERB_SIOCATMARK:
		call_at_mark(s->end);
		break;
	default:
		open_or_end(s);
	}
}

static void handle_descriptors(const struct step *s)
{
	switch (s->verb) {
	case VERB_DUP:
		call_dup(s->end);
		break;
	case VERB_DUP_OVER:
		call_dup2_over(s->end);
		break;
	case VERB_FORK:
		call_fork(s->end);
		break;
	case VERB_CHILD_EXIT:
		call_child_exit(s->end);
		break;
	case VERB_PASS:
		call_pass(s->end);
		break;
	case VERB_DROP_PASSED:
		call_unpass(s->end);
		break;
	case VERB_EXHAUST_FILES:
		call_exhaust_files(s->end);
		break;
	case VERB_FREE_FILES:
		call_free_files(s->end);
		break;
	case VERB_NETCAT:
		call_netcat(s->end, s->text);
		break;
	default:
		move_data(s);
	}
}

static void look_or_set(const struct step *s)
{
	switch (s->verb) {
	case VERB_POLL:
		call_poll(s->end);
		break;
	case VERB_POLL_WAIT:
		call_poll_wait(s->end, (short)s->arg[0]);
		break;
	case VERB_EPOLL_ADD:
		call_epoll_add(s->end, (uint32_t)s->arg[0]);
		break;
	case VERB_EPOLL_WAIT:
		call_epoll_wait(s->end);
		break;
	case VERB_EPOLL_NOW:
		call_epoll_now(s->end);
		break;
	case VERB_SO_ERROR:
		call_so_error(s->end);
		break;
	case VERB_GETPEERNAME:
		call_getpeername(s->end);
		break;
	case VERB_NONBLOCK:
		call_nonblock(s->end);
		break;
	case VERB_OPTION:
		call_option(s->end, number(s, 0), number(s, 1), number(s, 2));
		break;
	case VERB_SLEEP:
		call_sleep(s->end, number(s, 0));
		break;
	case VERB_INTERRUPT:
		call_interrupt(s->end);
		break;
	case VERB_ACCEPT_QUEUE:
		look_listener(s->end);
		break;
	default:
		handle_descriptors(s);
	}
}

static void perform_call(const struct step *s)
{
	if (s->phase == STEP_BEGUN)
		begin(s);
	else if (s->phase == STEP_FINISHED)
		call_finish(s->end);
	else
		look_or_set(s);
}

static void perform_cable(const struct step *s)
{
	enum kind kind = (enum kind)s->arg[0];

	switch (s->verb) {
	case VERB_HOLD:
		cable_hold(s->end);
		break;
	case VERB_RELEASE:
		cable_release(s->end);
		break;
	case VERB_CABLE_PASS:
		cable_pass(s->end, (unsigned)s->arg[0]);
		break;
	case VERB_CABLE_PASS_LAST:
		cable_pass_last(s->end);
		break;
	case VERB_DROP_HELD:
		cable_drop_held(s->end);
		break;
	case VERB_DROP:
		cable_drop(s->end, kind);
		break;
	case VERB_DUPLICATE:
		cable_duplicate(s->end, kind);
		break;
	case VERB_DELAY:
		cable_delay(s->end, kind);
		break;
	case VERB_CORRUPT:
		cable_corrupt(s->end, kind);
		break;
	case VERB_REPEAT:
		cable_repeat(s->end, kind);
		break;
	case VERB_CUT:
		cable_cut();
		break;
	default:
		cable_mend();
	}
}

static void perform_forged(const struct step *s)
{
	switch (s->verb) {
	case VERB_FORGED_TIMESTAMPS:
		forge_timestamps(s->end);
		break;
	case VERB_FORGED_SACK:
		forge_sack(s->end);
		break;
	case VERB_ICMP:
		forge_icmp(s->end, (unsigned)s->arg[0]);
		break;
	default:
		forge_segment(s->end, s->text, &s->forged);
	}
}

/* What nobody in particular does. */
static void perform_other(const struct step *s)
{
	switch (s->verb) {
	case VERB_SYSCTL:
		stage_sysctl(s->text, step_value(s));
		break;
	case VERB_INITCWND:
		stage_initcwnd((unsigned)s->arg[0]);
		break;
	case VERB_QUICKACK:
		stage_quickack();
		break;
	case VERB_INJECT:
		inject(s->end, s->text, (int32_t)s->arg[1]);
		break;
	case VERB_SOCK_DESTROY:
		call_sock_destroy(s->end);
		break;
	case VERB_UNTIL_STATE:
		until_state(s->end, number(s, 0));
		break;
	case VERB_UNTIL_SENT:
		until_segments(s->end, (unsigned)s->arg[0]);
		break;
	case VERB_WATCH:
		watch_ms((unsigned)s->arg[0]);
		break;
	case VERB_WITHIN:
		within_ms((unsigned)s->arg[0]);
		break;
	default:
		calls_within_ms((unsigned)s->arg[1], (unsigned)s->arg[0]);
	}
}

void perform_step(const struct step *s)
{
	switch (verb_row(s->verb)->who) {
	case WHO_PLAYER:
		perform_call(s);
		break;
	case WHO_CABLE:
		perform_cable(s);
		break;
	case WHO_FORGED:
		perform_forged(s);
		break;
	default:
		perform_other(s);
	}
}

void perform_script(const struct script *script)
{
	size_t i;

	for (i = 0; i < script->n; i++) {
		play->at = &script->step[i];
		perform_step(&script->step[i].step);
	}
	play->at = NULL;
}
