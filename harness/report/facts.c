/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The facts of this machine as JSON.
 */
#include "harness/report/facts.h"
#include "base/clock.h"
#include "harness/stage/stage.h"

#include <sys/utsname.h>

static json_t *pins_json(void)
{
	json_t *pins = json_object();
	const struct pin *pin;

	for (pin = stage_pins(); pin->name; pin++)
		json_object_set_new(pins, pin->name,
				    stage_has(pin->name) ?
					    json_string(pin->value) :
					    json_null());
	return pins;
}

json_t *facts_here(void)
{
	struct utsname u;

	uname(&u);
	return json_pack("{s:s, s:s, s:s, s:i, s:o}", "kernel", u.release,
			 "kernel_version", u.version, "machine", u.machine,
			 "hz", (int)(kernel_hz() + 0.5), "sysctls",
			 pins_json());
}
