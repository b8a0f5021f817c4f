/** How peers reach us: ports mapped at gateways, our address as others see it, and what neighbours are told. Only records. */
package dev.oxbow.core.reach;
