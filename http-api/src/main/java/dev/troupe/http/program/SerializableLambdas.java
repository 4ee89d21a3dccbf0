package dev.troupe.http.program;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Turns the lambdas that Scala's compiler makes serializable into ordinary ones. The JVM's start
 * cache keeps linked lambdas, but not serializable ones, and linking some six hundred of them takes
 * a third of a second of each start; nobody serializes them, as Java's serialization is off. Only
 * the table of bootstrap methods changes, no code does. What javac has compiled stays: it casts
 * such lambdas to {@code Serializable}.
 */
final class SerializableLambdas {
  private static final byte[] SIGN = "altMetafactory".getBytes(StandardCharsets.US_ASCII);
  private static final String FACTORY_TYPE =
      "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;Ljava/lang/invoke/MethodType;Ljava/lang/invoke/MethodHandle;Ljava/lang/invoke/MethodType;)Ljava/lang/invoke/CallSite;";

  /** JVMS 4.4.8: a handle that invokes a static method. */
  private static final int INVOKE_STATIC = 6;

  // The flags of java.lang.invoke.LambdaMetafactory.
  private static final int SERIALIZABLE = 1;
  private static final int MARKERS = 2;
  private static final int BRIDGES = 4;

  private static final Pattern SCALA_FUNCTION =
      Pattern.compile("scala/(Function\\d+|runtime/java8/JFunction.+)");

  private static final int NEW_CONSTANTS = 5;
  private static final int MOST_CONSTANTS = 65_535;

  private SerializableLambdas() {}

  /** The class as it was where nothing is to be turned. */
  static byte[] made(byte[] bytes) throws IOException {
    if (!contains(bytes, SIGN)) {
      return bytes;
    }
    var constants = new ClassConstants(bytes);
    int alternative = constants.factoryHandle();
    if (!constants.isOfScala()
        || alternative < 0
        || constants.count() + NEW_CONSTANTS > MOST_CONSTANTS) {
      return bytes;
    }
    var out = new ByteArrayOutputStream(bytes.length + 512);
    var data = new DataOutputStream(out);
    data.write(bytes, 0, 8);
    int next = constants.count();
    data.writeShort(next + NEW_CONSTANTS);
    data.write(bytes, 10, constants.end() - 10);
    append(data, next, constants.ownerOf(alternative));
    int table = constants.bootstrapTable();
    data.write(bytes, constants.end(), table - constants.end());
    byte[] turned = table(bytes, table + 6, constants, alternative, next + 4);
    data.writeShort(constants.shortAt(table));
    data.writeInt(turned.length);
    data.write(turned);
    int rest = table + 6 + constants.intAt(table + 2);
    data.write(bytes, rest, bytes.length - rest);
    return out.toByteArray();
  }

  /** {@code LambdaMetafactory.metafactory} as a method handle, the last of the five. */
  private static void append(DataOutputStream data, int next, int owner) throws IOException {
    data.writeByte(ClassConstants.UTF8);
    data.writeUTF("metafactory");
    data.writeByte(ClassConstants.UTF8);
    data.writeUTF(FACTORY_TYPE);
    data.writeByte(ClassConstants.NAME_AND_TYPE);
    data.writeShort(next);
    data.writeShort(next + 1);
    data.writeByte(ClassConstants.METHOD);
    data.writeShort(owner);
    data.writeShort(next + 2);
    data.writeByte(ClassConstants.METHOD_HANDLE);
    data.writeByte(INVOKE_STATIC);
    data.writeShort(next + 3);
  }

  private static byte[] table(
      byte[] bytes, int from, ClassConstants constants, int alternative, int plain)
      throws IOException {
    var out = new ByteArrayOutputStream();
    var data = new DataOutputStream(out);
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes, from, bytes.length - from))) {
      int entries = in.readUnsignedShort();
      data.writeShort(entries);
      for (int entry = 0; entry < entries; entry++) {
        int method = in.readUnsignedShort();
        var arguments = new int[in.readUnsignedShort()];
        for (int i = 0; i < arguments.length; i++) {
          arguments[i] = in.readUnsignedShort();
        }
        boolean turns = method == alternative && isOnlySerializable(arguments, constants, entry);
        data.writeShort(turns ? plain : method);
        int kept = turns ? 3 : arguments.length;
        data.writeShort(kept);
        for (int i = 0; i < kept; i++) {
          data.writeShort(arguments[i]);
        }
      }
    }
    return out.toByteArray();
  }

  /**
   * No interface beside {@code Serializable}, and bridges only for the functions of Scala: those
   * repeat the types of the lambda, and none of these interfaces has a method of such types.
   */
  private static boolean isOnlySerializable(int[] arguments, ClassConstants constants, int entry) {
    if (arguments.length < 4) {
      return false;
    }
    int flags = constants.integer(arguments[3]);
    if ((flags & SERIALIZABLE) == 0 || (flags & ~(SERIALIZABLE | MARKERS | BRIDGES)) != 0) {
      return false;
    }
    int next = 4;
    int markers = (flags & MARKERS) == 0 ? 0 : constants.integer(arguments[next++]);
    int bridges = (flags & BRIDGES) == 0 ? 0 : constants.integer(arguments[next + markers]);
    return IntStream.of(arguments)
            .skip(5)
            .limit(markers)
            .allMatch(marker -> constants.className(marker).equals("java/io/Serializable"))
        && (bridges == 0
            || constants.interfacesOf(entry).stream()
                .allMatch(type -> SCALA_FUNCTION.matcher(type).matches()));
  }

  private static boolean contains(byte[] bytes, byte[] sought) {
    for (int at = 0; at <= bytes.length - sought.length; at++) {
      if (bytes[at] == sought[0]
          && Arrays.equals(bytes, at, at + sought.length, sought, 0, sought.length)) {
        return true;
      }
    }
    return false;
  }
}
