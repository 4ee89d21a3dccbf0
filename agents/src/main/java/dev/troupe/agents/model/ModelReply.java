package dev.troupe.agents.model;

import dev.troupe.agents.Usage;
import java.time.Duration;

/**
 * A model's whole answer.
 *
 * @param model the model that answered, as it names itself
 */
public record ModelReply(String text, Usage usage, String model, Duration latency) {}
