package dev.troupe.supervisor.view;

import dev.troupe.supervisor.task.HashedId;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Ids of tasks: UUIDs of RFC 9562, version 7 by time, version 8 where a key decides. */
final class TaskIds {
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private TaskIds() {}

  static boolean isId(String text) {
    return UUID_TEXT.matcher(text).matches();
  }

  static String next(String tenant, @Nullable String key, Instant now) {
    return key == null ? byTime(now) : HashedId.of(tenant, key);
  }

  private static String byTime(Instant now) {
    var random = ByteBuffer.allocate(16);
    RANDOM.nextBytes(random.array());
    var high = (now.toEpochMilli() << 16) | (random.getLong() & 0xFFFF);
    return HashedId.uuid(high, random.getLong(), 7);
  }
}
