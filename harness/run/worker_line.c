/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sending the pointer of a variant, and receiving a result.
 */
#include "harness/run/worker_line.h"
#include "harness/run/result_wire.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* Stands before the octets of a result. */
struct head {
	uint64_t size;
	uint64_t stays;
};

static int send_all(int fd, const char *data, size_t size)
{
	while (size) {
		ssize_t sent = send(fd, data, size, MSG_NOSIGNAL);

		if (sent < 0 && errno != EINTR)
			return -1;
		if (sent > 0) {
			data += sent;
			size -= (size_t)sent;
		}
	}
	return 0;
}

int worker_give(int fd, const struct chosen *c)
{
	return send_all(fd, (const char *)&c, sizeof(c));
}

const struct chosen *worker_next(int fd)
{
	const struct chosen *c;
	ssize_t got;

	do
		got = recv(fd, &c, sizeof(c), MSG_WAITALL);
	while (got < 0 && errno == EINTR);
	return got == (ssize_t)sizeof(c) ? c : NULL;
}

int worker_send(int fd, const struct result *r, bool stays)
{
	struct head head = {.stays = stays};
	char *data = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&data, &size);
	int ret;

	if (!out)
		return -1;
	fwrite(&head, sizeof(head), 1, out);
	ret = result_write(out, r);
	if (fclose(out))
		ret = -1;
	if (!ret) {
		head.size = size - sizeof(head);
		memcpy(data, &head, sizeof(head));
		ret = send_all(fd, data, size);
	}
	free(data);
	return ret;
}

int worker_result(const char *data, size_t size, struct result *r, bool *stays)
{
	struct head head;

	if (size < sizeof(head))
		return 0;
	memcpy(&head, data, sizeof(head));
	if (size - sizeof(head) < head.size)
		return 0;
	*stays = head.stays;
	return result_read(data + sizeof(head), head.size, r) ? -1 : 1;
}
