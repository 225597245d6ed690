package io.malmoi.datasets;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.util.Optional;

/** Gives mapped memory back at once. Java 17 has no public way, so the one that the JDK keeps for libraries is looked up. */
final class Unmapping {
    private static final Optional<Cleaner> CLEANER = find();

    private Unmapping() {}

    /** Unmaps a buffer, which nobody may touch afterwards; without the JDK's help, leaves it to the garbage collector. */
    static void unmap(MappedByteBuffer buffer) {
        CLEANER.ifPresent(cleaner -> cleaner.clean(buffer));
    }

    private static Optional<Cleaner> find() {
        try {
            Class<?> type = Class.forName("sun.misc.Unsafe");
            Field field = type.getDeclaredField("theUnsafe");
            field.setAccessible(true);
            return Optional.of(new Cleaner(field.get(null), type.getMethod("invokeCleaner", ByteBuffer.class)));
        } catch (ReflectiveOperationException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private record Cleaner(Object unsafe, Method method) {
        void clean(ByteBuffer buffer) {
            try {
                method.invoke(unsafe, buffer);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot unmap a file", e);
            }
        }
    }
}
