package dev.troupe.http.program;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.nio.ByteBuffer;

/**
 * Brings classes of compilers before Java 6 to the form of Java 8: they lack what the JVM checks
 * code by, and its start cache leaves them out.
 */
final class OldClasses {
  private static final int OLDEST_THAT_STAYS = ClassFile.JAVA_6_VERSION;

  private OldClasses() {}

  /** The class as it was where it is new enough, or where it cannot be brought over. */
  static byte[] made(byte[] bytes) {
    int version = Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort(6));
    if (version >= OLDEST_THAT_STAYS) {
      return bytes;
    }
    try {
      return brought(bytes);
    } catch (IllegalArgumentException subroutines) {
      return bytes;
    }
  }

  private static byte[] brought(byte[] bytes) {
    var files = ClassFile.of(StackMapsOption.GENERATE_STACK_MAPS);
    ClassModel old = files.parse(bytes);
    return files.build(
        old.thisClass().asSymbol(),
        made -> {
          for (var part : old) {
            switch (part) {
              case ClassFileVersion _ -> made.withVersion(ClassFile.JAVA_8_VERSION, 0);
              case MethodModel method ->
                  made.withMethod(
                      method.methodName().stringValue(),
                      method.methodTypeSymbol(),
                      method.flags().flagsMask(),
                      rebuilt -> {
                        for (var piece : method) {
                          switch (piece) {
                            case CodeModel code ->
                                rebuilt.withCode(body -> code.forEach(body::with));
                            default -> rebuilt.with(piece);
                          }
                        }
                      });
              default -> made.with(part);
            }
          }
        });
  }
}
