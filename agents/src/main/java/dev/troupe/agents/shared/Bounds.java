package dev.troupe.agents.shared;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How much of what agents share is kept in sight.
 *
 * @param taskBytes of one task
 * @param tenantBytes of one tenant in one bucket
 * @param bucketBytes of one bucket, of which there are {@link Buckets#COUNT}
 * @param sourcesBytes of what was read, of one of its {@link SourceBucket#COUNT} buckets
 * @param keep after this time an entry is dropped though its task may still run
 */
public record Bounds(
    int taskBytes, int tenantBytes, int bucketBytes, int sourcesBytes, Duration keep) {

  public static Bounds of(Config config) {
    var shared = config.getConfig("troupe.shared");
    return new Bounds(
        Math.toIntExact(shared.getBytes("task-bytes")),
        Math.toIntExact(shared.getBytes("tenant-bytes")),
        Math.toIntExact(shared.getBytes("bucket-bytes")),
        Math.toIntExact(shared.getBytes("sources-bytes")),
        shared.getDuration("keep"));
  }
}
