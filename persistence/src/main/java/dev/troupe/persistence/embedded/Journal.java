package dev.troupe.persistence.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The events of all persistence ids: appended through the one writer, read page by page. */
final class Journal {
  /** A page ends early here, so that large events do not add up. */
  private static final long PAGE_BYTES = 1 << 20;

  /** The reserved tag under which each journal's first event is listed. */
  static final String FIRST_EVENTS = "";

  /** An event with its place, its payload not yet deserialized. */
  record Entry(String persistenceId, long sequenceNumber, long offset, EventRecord event) {}

  private final Readers readers;
  private final GroupCommit writer;

  Journal(Readers readers, GroupCommit writer) {
    this.readers = readers;
    this.writer = writer;
  }

  static String topicOfJournal(String persistenceId) {
    return "journal " + persistenceId;
  }

  static String topicOfTag(String tag) {
    return "tag " + tag;
  }

  void append(Write write) {
    writer.submit(write);
  }

  /** 0 for a journal that never held an event; deleting events changes nothing. */
  CompletionStage<Long> highest(String persistenceId) {
    return readers.read(database -> {
      var head = database.get(Column.HEADS, Keys.text(persistenceId));
      return head == null ? 0L : Keys.longValue(head);
    });
  }

  /** Events with numbers {@code from} to {@code to}, both included, oldest first. */
  CompletionStage<List<Entry>> events(String persistenceId, long from, long to, int limit) {
    if (from > to || limit <= 0) {
      return readers.read(_ -> List.of());
    }
    var prefix = Keys.text(persistenceId);
    var end = Keys.behind(Keys.numbered(prefix, to));
    return readers.read(database -> {
      var page = new Page<Entry>(limit, PAGE_BYTES);
      database.ascend(
          Column.JOURNAL,
          Keys.numbered(prefix, from),
          end,
          (key, value) -> {
            var number = Keys.number(key);
            return page.add(
                new Entry(persistenceId, number, 0, EventRecord.decode(value)), value.length);
          });
      return page.rows();
    });
  }

  /** Tagged events with offsets behind {@code after} up to {@code to}, in their order. */
  CompletionStage<TagPage> tagged(String tag, long after, long to, int limit) {
    var prefix = Keys.text(tag);
    return readers.read(database -> {
      var page = new Page<Entry>(limit, PAGE_BYTES);
      var last = new long[] {after};
      if (after < to) {
        database.ascend(
            Column.TAGS,
            Keys.numbered(prefix, after + 1),
            Keys.behind(Keys.numbered(prefix, to)),
            (key, value) -> {
              last[0] = Keys.number(key);
              var pointer = Pointer.read(value);
              var encoded = database.get(Column.JOURNAL, pointer.event());
              // An event that was deleted leaves its tag behind.
              return encoded == null
                  || !pointer.isTo(encoded)
                  || page.add(entry(key, pointer.event(), encoded), encoded.length);
            });
      }
      return new TagPage(page.rows(), page.isFull() ? last[0] : Math.max(after, to));
    });
  }

  /**
   * @param reached the offset up to which everything has been seen
   */
  record TagPage(List<Entry> events, long reached) {}

  private static Entry entry(byte[] tagKey, byte[] pointer, byte[] encoded) {
    return new Entry(
        Keys.numberedText(pointer),
        Keys.number(pointer),
        Keys.number(tagKey),
        EventRecord.decode(encoded));
  }

  /** Persistence ids with the offset of each one's first write, in the order of these. */
  CompletionStage<List<Birth>> births(long after, long to, int limit) {
    return readers.read(database -> {
      var births = new ArrayList<Birth>();
      if (after < to) {
        database.ascend(
            Column.TAGS,
            Keys.numbered(FIRST_EVENTS, after + 1),
            Keys.behind(Keys.numbered(FIRST_EVENTS, to)),
            (key, value) -> {
              var pointer = Pointer.read(value);
              var id = pointer.persistenceId();
              // A journal that was forgotten leaves its entry behind.
              if (database.get(Column.HEADS, Keys.text(id)) != null
                  && isFirst(pointer, database.get(Column.JOURNAL, pointer.event()))) {
                births.add(new Birth(id, Keys.number(key)));
              }
              return births.size() < limit;
            });
      }
      return births;
    });
  }

  /** Of a journal whose first event was deleted the one entry counts that there is. */
  private static boolean isFirst(Pointer pointer, byte @Nullable [] encoded) {
    return encoded == null || pointer.isTo(encoded);
  }

  record Birth(String persistenceId, long offset) {}

  CompletionStage<List<String>> persistenceIds(String prefix, String after, int limit) {
    // The first text strictly behind another is that text with a NUL.
    var start = Keys.later(Keys.text(prefix), Keys.text(after + '\0'));
    var end = prefix.isEmpty() ? new byte[] {(byte) 0xff} : Keys.behind(Keys.text(prefix));
    return readers.read(database -> {
      var ids = new ArrayList<String>();
      if (limit > 0) {
        database.ascend(
            Column.HEADS,
            start,
            end,
            (key, _) -> {
              ids.add(Keys.textAfter(key, 0));
              return ids.size() < limit;
            });
      }
      return ids;
    });
  }

  long highestOffset() {
    return writer.durableOffset();
  }

  /** Events up to and including {@code to}; the highest sequence number stays. */
  CompletionStage<Void> deleteTo(String persistenceId, long to) {
    var prefix = Keys.text(persistenceId);
    return writer.submit(
        prefix.length,
        batch -> {
          var last = Math.min(to, batch.head(persistenceId, prefix));
          if (last > 0) {
            batch.deleteRange(
                Column.JOURNAL, Keys.numbered(prefix, 1), Keys.numbered(prefix, last + 1));
          }
        });
  }
}
