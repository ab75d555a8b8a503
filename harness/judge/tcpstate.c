/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sock_diag over libmnl.
 */
#include "harness/judge/tcpstate.h"

#include <arpa/inet.h>
#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>

struct tcpstate {
	struct mnl_socket *nl;
	unsigned sequence;
};

void tcpstate_close(struct tcpstate *ts)
{
	if (!ts)
		return;
	if (ts->nl)
		mnl_socket_close(ts->nl);
	free(ts);
}

static void fill_id(struct inet_diag_sockid *id, const struct address *local,
		    const struct address *remote)
{
	id->idiag_sport = htons(local->port);
	memcpy(id->idiag_src, local->bytes, sizeof(id->idiag_src));
	if (remote) {
		id->idiag_dport = htons(remote->port);
		memcpy(id->idiag_dst, remote->bytes, sizeof(id->idiag_dst));
	}
	id->idiag_cookie[0] = INET_DIAG_NOCOOKIE;
	id->idiag_cookie[1] = INET_DIAG_NOCOOKIE;
}

static int take_info(const struct nlmsghdr *nlh, void *data)
{
	struct inet_diag_msg *copy = data;

	if (mnl_nlmsg_get_payload_len(nlh) >= sizeof(*copy))
		memcpy(copy, mnl_nlmsg_get_payload(nlh), sizeof(*copy));
	return MNL_CB_OK;
}

static ssize_t exchange(struct tcpstate *ts, int type, int flags,
			const struct address *local,
			const struct address *remote, char *buf, size_t size)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct inet_diag_req_v2 *req;

	nlh->nlmsg_type = (uint16_t)type;
	nlh->nlmsg_flags = (uint16_t)(NLM_F_REQUEST | flags);
	nlh->nlmsg_seq = ++ts->sequence;
	req = mnl_nlmsg_put_extra_header(nlh, sizeof(*req));
	req->sdiag_family = (uint8_t)local->family;
	req->sdiag_protocol = IPPROTO_TCP;
	req->idiag_states = flags & NLM_F_DUMP ? 0 : ~0u;
	fill_id(&req->id, local, remote);
	if (mnl_socket_sendto(ts->nl, nlh, nlh->nlmsg_len) < 0)
		return -1;
	return mnl_socket_recvfrom(ts->nl, buf, size);
}

/* Asked for one socket, a kernel without inet_diag says that there is none; of
 * all sockets in no state at all only one that has it knows the end. */
static bool knows_tcp(struct tcpstate *ts)
{
	const struct address any = {.family = AF_INET};
	char buf[1024] __attribute__((aligned(8)));
	ssize_t got = exchange(ts, SOCK_DIAG_BY_FAMILY, NLM_F_DUMP, &any, NULL,
			       buf, sizeof(buf));

	return got >= 0 &&
	       mnl_cb_run(buf, (size_t)got, ts->sequence,
			  mnl_socket_get_portid(ts->nl), NULL, NULL) >= 0;
}

struct tcpstate *tcpstate_open(struct error *err)
{
	struct tcpstate *ts = calloc(1, sizeof(*ts));

	if (!ts) {
		error_errno(err, "sock_diag");
		return NULL;
	}
	ts->nl = mnl_socket_open2(NETLINK_SOCK_DIAG, SOCK_CLOEXEC);
	if (!ts->nl || mnl_socket_bind(ts->nl, 0, MNL_SOCKET_AUTOPID) < 0) {
		error_errno(err, "opening sock_diag");
		tcpstate_close(ts);
		return NULL;
	}
	if (!knows_tcp(ts)) {
		error_set(err, "sock_diag knows no TCP here "
			  "(CONFIG_INET_DIAG, or the module tcp_diag)");
		tcpstate_close(ts);
		return NULL;
	}
	return ts;
}

/* Return: 0 found, 1 not found, -1 error. */
static int find(struct tcpstate *ts, const struct address *local,
		const struct address *remote, struct inet_diag_msg *msg,
		struct error *err)
{
	char buf[1024] __attribute__((aligned(8)));
	ssize_t got = exchange(ts, SOCK_DIAG_BY_FAMILY, 0, local, remote, buf,
			       sizeof(buf));

	memset(msg, 0, sizeof(*msg));
	if (got >= 0 &&
	    mnl_cb_run(buf, (size_t)got, ts->sequence,
		       mnl_socket_get_portid(ts->nl), take_info, msg) >= 0)
		return 0;
	if (errno == ENOENT)
		return 1;
	return error_errno(err, "sock_diag");
}

int tcpstate_ask(struct tcpstate *ts, const struct address *local,
		 const struct address *remote, struct tcpinfo *info,
		 struct error *err)
{
	struct inet_diag_msg msg;
	int found = find(ts, local, remote, &msg, err);

	if (found < 0)
		return -1;
	memset(info, 0, sizeof(*info));
	info->state = TCP_CLOSE;
	if (found == 1 || msg.idiag_state == TCP_LISTEN)
		return 0;
	info->state = msg.idiag_state;
	info->recv_queue = msg.idiag_rqueue;
	info->send_queue = msg.idiag_wqueue;
	return 0;
}

int tcpstate_ask_listener(struct tcpstate *ts, const struct address *local,
			  struct tcpinfo *info, struct error *err)
{
	struct inet_diag_msg msg;
	int found = find(ts, local, NULL, &msg, err);

	if (found < 0)
		return -1;
	memset(info, 0, sizeof(*info));
	info->state = TCP_CLOSE;
	if (found == 1 || msg.idiag_state != TCP_LISTEN)
		return 0;
	info->state = TCP_LISTEN;
	info->recv_queue = msg.idiag_rqueue;
	info->send_queue = msg.idiag_wqueue;
	return 0;
}

int tcpstate_destroy(struct tcpstate *ts, const struct address *local,
		     const struct address *remote, struct error *err)
{
	char buf[1024] __attribute__((aligned(8)));
	ssize_t got = exchange(ts, SOCK_DESTROY, NLM_F_ACK, local, remote, buf,
			       sizeof(buf));

	if (got >= 0 &&
	    mnl_cb_run(buf, (size_t)got, ts->sequence,
		       mnl_socket_get_portid(ts->nl), NULL, NULL) >= 0)
		return 0;
	return error_errno(err, "SOCK_DESTROY");
}

const char *tcpstate_name(int state)
{
	static const char *const names[] = {
		[TCP_ESTABLISHED] = "ESTABLISHED",
		[TCP_SYN_SENT] = "SYN_SENT",
		[TCP_SYN_RECV] = "SYN_RECV",
		[TCP_FIN_WAIT1] = "FIN_WAIT1",
		[TCP_FIN_WAIT2] = "FIN_WAIT2",
		[TCP_TIME_WAIT] = "TIME_WAIT",
		[TCP_CLOSE] = "CLOSED",
		[TCP_CLOSE_WAIT] = "CLOSE_WAIT",
		[TCP_LAST_ACK] = "LAST_ACK",
		[TCP_LISTEN] = "LISTEN",
		[TCP_CLOSING] = "CLOSING",
	};

	if (state < 0 || (size_t)state >= sizeof(names) / sizeof(*names) ||
	    !names[state])
		return state == 12 ? "SYN_RECV" : "UNKNOWN";
	return names[state];
}
