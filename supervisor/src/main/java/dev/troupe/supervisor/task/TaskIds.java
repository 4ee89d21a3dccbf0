package dev.troupe.supervisor.task;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Ids of tasks: UUIDs of RFC 9562, version 7 by time, version 8 where a key decides. */
public final class TaskIds {
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private TaskIds() {}

  public static boolean isId(String text) {
    return UUID_TEXT.matcher(text).matches();
  }

  /** The same whenever the same attempt of the same step starts it: nothing is started twice. */
  static TaskId ofChild(TaskId parent, int assignment, int attempt) {
    // No client's key has a line break.
    var key = "child of\n%s\n%d\n%d".formatted(parent.id(), assignment, attempt);
    return new TaskId(parent.tenant(), byKey(parent.tenant(), key));
  }

  public static String next(String tenant, @Nullable String key, Instant now) {
    return key == null ? byTime(now) : byKey(tenant, key);
  }

  private static String byTime(Instant now) {
    var random = ByteBuffer.allocate(16);
    RANDOM.nextBytes(random.array());
    return uuid((now.toEpochMilli() << 16) | (random.getLong() & 0xFFFF), random.getLong(), 7);
  }

  private static String byKey(String tenant, String key) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var hash = ByteBuffer.wrap(digest.digest(bytes(tenant + "\n" + key)));
      return uuid(hash.getLong(), hash.getLong(), 8);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String uuid(long high, long low, long version) {
    var versioned = (high & ~0xF000L) | (version << 12);
    var variant = (low & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(versioned, variant).toString();
  }
}
