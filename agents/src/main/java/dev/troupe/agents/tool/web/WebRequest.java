package dev.troupe.agents.tool.web;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One request to a host.
 *
 * @param json is sent by POST; without one it is a GET
 * @param bytesAtMost of the answer's body that are read, after decompression
 */
record WebRequest(
    WebAddress to,
    Map<String, String> headers,
    Optional<String> json,
    int bytesAtMost,
    Instant deadline) {}
