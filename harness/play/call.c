/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How calls and their answers read in a trace.
 */
#include "harness/play/call.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

struct bit_name {
	uint32_t bit;
	const char *name;
};

static const struct bit_name poll_bits[] = {
	{POLLIN, "IN"},	  {POLLPRI, "PRI"}, {POLLOUT, "OUT"},
	{POLLERR, "ERR"}, {POLLHUP, "HUP"}, {POLLRDHUP, "RDHUP"},
};

const char *errno_name(int error)
{
	static char text[32];
	const char *name = strerrorname_np(error);

	if (name)
		return name;
	snprintf(text, sizeof(text), "errno %d", error);
	return text;
}

const char *signal_name(int signal)
{
	static char text[32];
	const char *abbreviation = sigabbrev_np(signal);

	if (abbreviation)
		snprintf(text, sizeof(text), "SIG%s", abbreviation);
	else
		snprintf(text, sizeof(text), "signal %d", signal);
	return text;
}

static void bits_text(FILE *out, uint32_t bits)
{
	const char *space = "";
	size_t i;

	for (i = 0; i < sizeof(poll_bits) / sizeof(*poll_bits); i++) {
		if (!(bits & poll_bits[i].bit))
			continue;
		fprintf(out, "%s%s", space, poll_bits[i].name);
		space = " ";
	}
	if (bits & EPOLLET)
		fprintf(out, "%sET", space);
}

static void option_text(FILE *out, const struct call *call)
{
	int level = (int)call->arg[0], option = (int)call->arg[1];
	const char *name = option_name(level, option);

	if (name)
		fprintf(out, "setsockopt(%s", name);
	else
		fprintf(out, "setsockopt(%d, %d", level, option);
	fprintf(out, ", %lld", (long long)call->arg[2]);
}

/* "send(10, MSG_OOB": octets and flags. */
static void data_text(FILE *out, const char *name, const struct call *call)
{
	fprintf(out, "%s(%lld", name, (long long)call->arg[0]);
	if (call->arg[1])
		fputs(", ", out);
	flags_text(out, (int)call->arg[1]);
}

static const char *how_text(int64_t how)
{
	switch (how) {
	case SHUT_RD:
		return "SHUT_RD";
	case SHUT_WR:
		return "SHUT_WR";
	default:
		return "SHUT_RDWR";
	}
}

/* The call's name and arguments up to, but without, the closing bracket. */
static void open_text(FILE *out, const struct call *call)
{
	long long first = call->arg[0];

	switch (call->op) {
	case OP_SOCKET:
		fputs("socket(", out);
		break;
	case OP_BIND:
		fputs(call->arg[0] ? "bind(the same port" : "bind(", out);
		break;
	case OP_LISTEN:
	case OP_RELISTEN:
		fprintf(out, "listen(backlog %lld", first);
		break;
	case OP_CONNECT:
		fputs(first == 1 ? "connect(a closed port" :
		      first == 2 ? "connect(itself" : "connect(", out);
		break;
	case OP_ACCEPT:
		fputs("accept(", out);
		break;
	case OP_DISCONNECT:
		fputs("connect(AF_UNSPEC", out);
		break;
	case OP_SEND:
		data_text(out, "send", call);
		break;
	case OP_SEND_ALL:
		fprintf(out, "send all(%lld", first);
		break;
	case OP_FILL:
		fputs("send until EAGAIN(", out);
		break;
	case OP_RECV:
		data_text(out, "recv", call);
		break;
	case OP_RECV_ALL:
		fputs(first ? "recv until 0(all" : "recv until 0(", out);
		break;
	case OP_UNREAD:
		fputs("ioctl(SIOCINQ", out);
		break;
	case OP_AT_MARK:
		fputs("ioctl(SIOCATMARK", out);
		break;
	case OP_CLOSE:
		fputs("close(", out);
		break;
	case OP_SHUTDOWN:
		fprintf(out, "shutdown(%s", how_text(first));
		break;
	case OP_LINGER:
		if (first)
			fprintf(out, "setsockopt(SO_LINGER, on, %lld s",
				(long long)call->arg[1]);
		else
			fputs("setsockopt(SO_LINGER, off", out);
		break;
	case OP_EXIT:
		fputs("exit(", out);
		break;
	case OP_DUP:
		fputs("dup(", out);
		break;
	case OP_DUP2_OVER:
		fputs("dup2(another file, over it", out);
		break;
	case OP_FORK:
		fputs("fork(", out);
		break;
	case OP_CHILD_EXIT:
		fputs("child exit(", out);
		break;
	case OP_PASS:
		fputs("sendmsg(SCM_RIGHTS", out);
		break;
	case OP_UNPASS:
		fputs("close(UNIX socket that holds it", out);
		break;
	case OP_EXHAUST_FILES:
		fputs("open until EMFILE(", out);
		break;
	case OP_FREE_FILES:
		fputs("close those files(", out);
		break;
	case OP_NETCAT:
		fputs("nc -N(", out);
		break;
	case OP_POLL:
		fputs("poll(", out);
		if (call->arg[1]) {
			bits_text(out, (uint32_t)first);
			fputs(", wait", out);
		}
		break;
	case OP_EPOLL_ADD:
		fputs("epoll_ctl(ADD, ", out);
		bits_text(out, (uint32_t)first);
		break;
	case OP_EPOLL_WAIT:
		fputs(call->arg[1] ? "epoll_wait(wait" : "epoll_wait(", out);
		break;
	case OP_SO_ERROR:
		fputs("getsockopt(SO_ERROR", out);
		break;
	case OP_GETPEERNAME:
		fputs("getpeername(", out);
		break;
	case OP_NONBLOCK:
		fputs("fcntl(O_NONBLOCK", out);
		break;
	case OP_OPTION:
		option_text(out, call);
		break;
	case OP_SLEEP:
		fprintf(out, "sleep(%lld ms", first);
		break;
	case OP_INTERRUPT:
		fputs("signal to the blocked call(", out);
		break;
	case OP_COUNT:
		break;
	}
}

static bool names_listener(const struct call *call)
{
	return call->end.which == SOCKET_LISTENER && call->op != OP_LISTEN &&
	       call->op != OP_RELISTEN && call->op != OP_ACCEPT;
}

void call_text(FILE *out, const struct call *call)
{
	char *text = NULL;
	size_t size = 0;
	FILE *mem = open_memstream(&text, &size);

	if (!mem)
		return;
	open_text(mem, call);
	fclose(mem);
	fputs(text, out);
	if (names_listener(call) || call->end.which == SOCKET_DUPLICATE) {
		/* "close(listener)", but "shutdown(dup, SHUT_WR)" would not
		 * read better than "shutdown(SHUT_WR, dup)". */
		if (size && text[size - 1] != '(')
			fputs(", ", out);
		fputs(names_listener(call) ? "listener" : "dup", out);
	}
	fputc(')', out);
	free(text);
}

void answer_text(FILE *out, const struct call *call, const struct answer *ans)
{
	if (call->op == OP_SO_ERROR && ans->ret == 0) {
		fputs(ans->error ? errno_name(ans->error) : "0", out);
		return;
	}
	if ((call->op == OP_POLL || call->op == OP_EPOLL_WAIT) &&
	    ans->ret >= 0) {
		if (!ans->events)
			fputs(call->op == OP_POLL ? "none" : "no event", out);
		bits_text(out, ans->events);
		return;
	}
	fprintf(out, "%lld", (long long)ans->ret);
	if (ans->error)
		fprintf(out, " %s", errno_name(ans->error));
	if (ans->sigpipe)
		fputs(" + SIGPIPE", out);
	if (ans->corrupt)
		fputs(" (not the bytes that were sent)", out);
}
