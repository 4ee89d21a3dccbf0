package dev.troupe.supervisor.task;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** Ids that a text decides: UUIDs of RFC 9562 in version 8, from a SHA-256. */
public final class HashedId {
  private HashedId() {}

  /** The same whenever the same attempt of the same step starts it: nothing is started twice. */
  public static TaskId ofChild(TaskId parent, int assignment, int attempt) {
    // No client's key has a line break.
    var key = "child of\n%s\n%d\n%d".formatted(parent.id(), assignment, attempt);
    return new TaskId(parent.tenant(), of(parent.tenant(), key));
  }

  public static String of(String tenant, String key) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var text = (tenant + "\n" + key).getBytes(StandardCharsets.UTF_8);
      var hash = ByteBuffer.wrap(digest.digest(text));
      return uuid(hash.getLong(), hash.getLong(), 8);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  public static String uuid(long high, long low, long version) {
    var versioned = (high & ~0xF000L) | (version << 12);
    var variant = (low & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(versioned, variant).toString();
  }
}
