package dev.troupe.agents.model.limits;

import java.net.URI;
import java.time.Duration;

/**
 * One try of a call, before it goes out.
 *
 * @param tenant whose turn it takes
 * @param endpoint where it would go: each has a circuit of its own
 * @param tokens that it may cost at most, in and out; an estimate
 * @param left until its deadline
 */
public record Try(String tenant, URI endpoint, long tokens, Duration left) {}
