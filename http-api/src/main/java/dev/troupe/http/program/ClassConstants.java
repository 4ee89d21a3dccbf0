package dev.troupe.http.program;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** The constants of a class file, by their numbers (JVMS 4.4), and where its parts begin. */
final class ClassConstants {
  static final int UTF8 = 1;
  static final int METHOD = 10;
  static final int NAME_AND_TYPE = 12;
  static final int METHOD_HANDLE = 15;

  private static final int INVOKE_DYNAMIC = 18;
  private static final Set<String> SCALA = Set.of("Scala", "ScalaSig", "ScalaInlineInfo");

  private static final int LONG = 5;
  private static final int DOUBLE = 6;
  private static final int FIRST = 10;

  private final ByteBuffer bytes;
  private final int[] places;
  private final int end;

  ClassConstants(byte[] classFile) {
    this.bytes = ByteBuffer.wrap(classFile);
    this.places = new int[shortAt(FIRST - 2)];
    int at = FIRST;
    for (int constant = 1; constant < places.length; constant++) {
      places[constant] = at;
      int tag = bytes.get(at);
      at += 1 + length(tag, at + 1);
      if (tag == LONG || tag == DOUBLE) {
        constant++;
      }
    }
    this.end = at;
  }

  private int length(int tag, int at) {
    return switch (tag) {
      case UTF8 -> 2 + shortAt(at);
      case 3, 4, 9, METHOD, 11, NAME_AND_TYPE, 17, INVOKE_DYNAMIC -> 4;
      case LONG, DOUBLE -> 8;
      case 7, 8, 16, 19, 20 -> 2;
      case METHOD_HANDLE -> 3;
      default -> throw new IllegalArgumentException("%d is no kind of constant".formatted(tag));
    };
  }

  /** As the class file counts: one more than the last number. */
  int count() {
    return places.length;
  }

  /** The first byte behind them. */
  int end() {
    return end;
  }

  int shortAt(int at) {
    return Short.toUnsignedInt(bytes.getShort(at));
  }

  int intAt(int at) {
    return bytes.getInt(at);
  }

  int integer(int constant) {
    return bytes.getInt(places[constant] + 1);
  }

  String className(int constant) {
    return text(shortAt(places[constant] + 1));
  }

  private String text(int constant) {
    int at = places[constant] + 1;
    // Names of classes beyond ASCII are compared with none.
    return new String(bytes.array(), at + 2, shortAt(at), StandardCharsets.UTF_8);
  }

  /** Scala's compiler leaves one of its attributes in each class. */
  boolean isOfScala() {
    for (int constant = 1; constant < places.length; constant++) {
      int at = places[constant];
      if (at > 0 && bytes.get(at) == UTF8 && SCALA.contains(text(constant))) {
        return true;
      }
    }
    return false;
  }

  /** The handle of {@code LambdaMetafactory.altMetafactory}, or -1. */
  int factoryHandle() {
    for (int constant = 1; constant < places.length; constant++) {
      if (places[constant] > 0 && bytes.get(places[constant]) == METHOD_HANDLE) {
        int method = shortAt(places[constant] + 2);
        int name = shortAt(places[shortAt(places[method] + 3)] + 1);
        if (text(name).equals("altMetafactory")
            && className(ownerOf(constant)).equals("java/lang/invoke/LambdaMetafactory")) {
          return constant;
        }
      }
    }
    return -1;
  }

  /** The functional interfaces that a bootstrap method makes lambdas of. */
  Set<String> interfacesOf(int bootstrapMethod) {
    var types = new HashSet<String>();
    for (int constant = 1; constant < places.length; constant++) {
      int at = places[constant];
      if (at > 0 && bytes.get(at) == INVOKE_DYNAMIC && shortAt(at + 1) == bootstrapMethod) {
        String type = text(shortAt(places[shortAt(at + 3)] + 3));
        types.add(type.substring(type.indexOf(')') + 2, type.length() - 1));
      }
    }
    return types;
  }

  /** The class whose method a handle is of. */
  int ownerOf(int handle) {
    return shortAt(places[shortAt(places[handle] + 2)] + 1);
  }

  /** Where the attribute with the bootstrap methods begins (JVMS 4.7.23). */
  int bootstrapTable() {
    int at = end + 6;
    at += 2 + 2 * shortAt(at);
    at = behindMembers(behindMembers(at));
    int attributes = shortAt(at);
    at += 2;
    for (int attribute = 0; attribute < attributes; attribute++) {
      if (text(shortAt(at)).equals("BootstrapMethods")) {
        return at;
      }
      at += 6 + intAt(at + 2);
    }
    throw new IllegalArgumentException("A class with a handle of lambdas has no bootstrap methods");
  }

  private int behindMembers(int from) {
    int members = shortAt(from);
    int at = from + 2;
    for (int member = 0; member < members; member++) {
      int attributes = shortAt(at + 6);
      at += 8;
      for (int attribute = 0; attribute < attributes; attribute++) {
        at += 6 + intAt(at + 2);
      }
    }
    return at;
  }
}
