package dev.troupe.agents.model.limits;

import java.util.Optional;

/** One node's part of a provider's limits. */
record Allowance(int callsAtOnce, Optional<Rate> requests, Optional<Rate> tokens) {}
