package dev.troupe.persistence.archive;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What has passed: how many of each, and the SHA-256 of its text. */
final class Tally {
  private final MessageDigest digest = sha256();
  private String journal = "";
  private long journals;
  private long events;
  private long rows;
  private long wakeUps;

  void add(ArchiveItem item) {
    switch (item) {
      case ArchiveItem.Event(var stored) -> {
        events++;
        if (!stored.persistenceId().equals(journal)) {
          journal = stored.persistenceId();
          journals++;
        }
      }
      case ArchiveItem.Row _ -> rows++;
      case ArchiveItem.WakeUp _ -> wakeUps++;
    }
  }

  void digest(byte[] text) {
    digest.update(text);
  }

  /** To be called once, at the end. */
  ObjectNode addTo(ObjectNode line) {
    return line.put("journals", journals)
        .put("events", events)
        .put("rows", rows)
        .put("wakeUps", wakeUps)
        .put("sha256", HexFormat.of().formatHex(digest.digest()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
