/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sock_diag over libmnl.
 */
#include "harness/net/tcpstate.h"

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

/* What the kernel says of a socket; @msg is all 0 without one. */
struct found {
	struct inet_diag_msg msg;
	bool has_received;
	uint64_t received;
};

static int take_attribute(const struct nlattr *attr, void *data)
{
	struct found *found = data;

	if (mnl_attr_get_type(attr) == INET_DIAG_INFO)
		found->has_received = tcpstate_info_received(
			mnl_attr_get_payload(attr),
			mnl_attr_get_payload_len(attr), &found->received);
	return MNL_CB_OK;
}

static int take_info(const struct nlmsghdr *nlh, void *data)
{
	struct found *found = data;

	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(found->msg))
		return MNL_CB_OK;
	memcpy(&found->msg, mnl_nlmsg_get_payload(nlh), sizeof(found->msg));
	return mnl_attr_parse(nlh, sizeof(found->msg), take_attribute, found);
}

/**
 * struct query - one message to sock_diag
 * @cookie: that the socket must have, or NULL: any
 * @ext: INET_DIAG_* attributes that are wanted, as bits
 * @states: of a dump, as bits
 */
struct query {
	int type, flags;
	const struct address *local, *remote;
	const uint32_t *cookie;
	uint8_t ext;
	uint32_t states;
};

static ssize_t exchange(struct tcpstate *ts, const struct query *q, char *buf,
			size_t size)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct inet_diag_req_v2 *req;

	nlh->nlmsg_type = (uint16_t)q->type;
	nlh->nlmsg_flags = (uint16_t)(NLM_F_REQUEST | q->flags);
	nlh->nlmsg_seq = ++ts->sequence;
	req = mnl_nlmsg_put_extra_header(nlh, sizeof(*req));
	req->sdiag_family = (uint8_t)q->local->family;
	req->sdiag_protocol = IPPROTO_TCP;
	req->idiag_ext = q->ext;
	req->idiag_states = q->flags & NLM_F_DUMP ? q->states : ~0u;
	fill_id(&req->id, q->local, q->remote);
	if (q->cookie)
		memcpy(req->id.idiag_cookie, q->cookie,
		       sizeof(req->id.idiag_cookie));
	if (mnl_socket_sendto(ts->nl, nlh, nlh->nlmsg_len) < 0)
		return -1;
	return mnl_socket_recvfrom(ts->nl, buf, size);
}

/* Asked for one socket, a kernel without inet_diag says that there is none; of
 * all sockets in no state at all only one that has it knows the end. */
static bool knows_tcp(struct tcpstate *ts)
{
	static bool known;
	const struct address any = {.family = AF_INET};
	struct query all = {.type = SOCK_DIAG_BY_FAMILY, .flags = NLM_F_DUMP,
			    .local = &any};
	char buf[1024] __attribute__((aligned(8)));
	ssize_t got;

	/* It is the same in all namespaces. */
	if (known)
		return true;
	got = exchange(ts, &all, buf, sizeof(buf));
	known = got >= 0 &&
		mnl_cb_run(buf, (size_t)got, ts->sequence,
			   mnl_socket_get_portid(ts->nl), NULL, NULL) >= 0;
	return known;
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

/*
 * A connection that is gone is found as the listener on its address: that is
 * none, unless no @remote was asked for.
 *
 * Return: 0, whether there is such a socket or not; -1 error.
 */
static int find(struct tcpstate *ts, const struct address *local,
		const struct address *remote, uint8_t ext,
		struct found *found, struct error *err)
{
	struct query q = {.type = SOCK_DIAG_BY_FAMILY, .local = local,
			  .remote = remote, .ext = ext};
	char buf[4096] __attribute__((aligned(8)));
	ssize_t got = exchange(ts, &q, buf, sizeof(buf));

	memset(found, 0, sizeof(*found));
	if (got < 0 ||
	    (mnl_cb_run(buf, (size_t)got, ts->sequence,
			mnl_socket_get_portid(ts->nl), take_info, found) < 0 &&
	     errno != ENOENT))
		return error_errno(err, "sock_diag");
	if (!remote != (found->msg.idiag_state == TCP_LISTEN))
		memset(found, 0, sizeof(*found));
	return 0;
}

static void fill_info(const struct found *found, struct tcpinfo *info)
{
	memset(info, 0, sizeof(*info));
	info->state = found->msg.idiag_state ? found->msg.idiag_state :
					       TCP_CLOSE;
	info->recv_queue = found->msg.idiag_rqueue;
	info->send_queue = found->msg.idiag_wqueue;
}

int tcpstate_ask(struct tcpstate *ts, const struct address *local,
		 const struct address *remote, struct tcpinfo *info,
		 struct error *err)
{
	struct found found;

	if (find(ts, local, remote, 0, &found, err))
		return -1;
	fill_info(&found, info);
	return 0;
}

int tcpstate_ask_listener(struct tcpstate *ts, const struct address *local,
			  struct tcpinfo *info, struct error *err)
{
	return tcpstate_ask(ts, local, NULL, info, err);
}

/* What a dump has found so far. */
struct opening {
	uint16_t port;
	struct tcppair *pair;
	int n, max;
};

/* IPv6 sockets have IPv4 connections with mapped addresses. */
static struct address as_packets_have_it(int family, const void *bytes,
					 uint16_t port)
{
	static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};
	struct address a = {.family = (uint16_t)family, .port = ntohs(port)};

	if (family == AF_INET6 && !memcmp(bytes, mapped, sizeof(mapped))) {
		a.family = AF_INET;
		bytes = (const uint8_t *)bytes + sizeof(mapped);
	}
	memcpy(a.bytes, bytes, a.family == AF_INET ? 4 : 16);
	return a;
}

static int take_opening(const struct nlmsghdr *nlh, void *data)
{
	const struct inet_diag_msg *msg = mnl_nlmsg_get_payload(nlh);
	struct opening *o = data;

	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*msg) || o->n == o->max ||
	    ntohs(msg->id.idiag_dport) != o->port)
		return MNL_CB_OK;
	o->pair[o->n].local = as_packets_have_it(msg->idiag_family,
						 msg->id.idiag_src,
						 msg->id.idiag_sport);
	o->pair[o->n++].remote = as_packets_have_it(msg->idiag_family,
						    msg->id.idiag_dst,
						    msg->id.idiag_dport);
	return MNL_CB_OK;
}

int tcpstate_opening(struct tcpstate *ts, int family, uint16_t port,
		     struct tcppair *pair, int max, struct error *err)
{
	const struct address any = {.family = (uint16_t)family};
	struct query q = {.type = SOCK_DIAG_BY_FAMILY, .flags = NLM_F_DUMP,
			  .local = &any, .states = 1 << TCP_SYN_SENT};
	struct opening o = {.port = port, .pair = pair, .max = max};
	char buf[16384] __attribute__((aligned(8)));
	ssize_t got = exchange(ts, &q, buf, sizeof(buf));
	int ret = MNL_CB_OK;

	while (got >= 0) {
		ret = mnl_cb_run(buf, (size_t)got, ts->sequence,
				 mnl_socket_get_portid(ts->nl), take_opening,
				 &o);
		if (ret <= MNL_CB_STOP)
			break;
		got = mnl_socket_recvfrom(ts->nl, buf, sizeof(buf));
	}
	if (got < 0 || ret < 0)
		return error_errno(err, "sock_diag");
	return o.n;
}

int tcpstate_received(struct tcpstate *ts, const struct address *local,
		      const struct address *remote, uint64_t *bytes,
		      struct error *err)
{
	struct found found;

	if (find(ts, local, remote, 1 << (INET_DIAG_INFO - 1), &found, err))
		return -1;
	*bytes = found.received;
	return found.has_received;
}

int tcpstate_destroy(struct tcpstate *ts, const struct address *local,
		     const struct address *remote, int *refusal,
		     struct error *err)
{
	struct found found;
	struct query q = {.type = SOCK_DESTROY, .flags = NLM_F_ACK,
			  .local = local, .remote = remote,
			  .cookie = found.msg.id.idiag_cookie};
	char buf[1024] __attribute__((aligned(8)));
	ssize_t got;

	/* The socket's cookie makes sure of which one it is; without one the
	 * kernel is asked all the same, for a cookie that nobody has. */
	if (find(ts, local, remote, 0, &found, err))
		return -1;
	got = exchange(ts, &q, buf, sizeof(buf));
	if (got < 0)
		return error_errno(err, "SOCK_DESTROY");
	*refusal = 0;
	if (mnl_cb_run(buf, (size_t)got, ts->sequence,
		       mnl_socket_get_portid(ts->nl), NULL, NULL) < 0)
		*refusal = errno;
	return 0;
}
