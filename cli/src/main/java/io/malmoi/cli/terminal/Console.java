package io.malmoi.cli.terminal;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Where results and progress go. Results go to standard output, all else to standard error; both are UTF-8 whatever the
 * machine's language. One line of standard error, the status, may be rewritten in place if it is a terminal.
 * Thread-safe.
 */
public final class Console {
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final Terminals terminals;
    private final boolean colourful;
    private String status = "";

    /**
     * Which of the three streams are terminals, and how many columns they have. The script finds out, since Java 17 cannot
     * say it of one stream alone.
     */
    public record Terminals(boolean in, boolean out, boolean err, int columns) {
        /** No terminal at all. */
        public static final Terminals NONE = new Terminals(false, false, false, 80);

        static Terminals ofProperties() {
            String which = System.getProperty("malmoi.terminals", "");
            int columns = Integer.getInteger("malmoi.columns", 80);
            return new Terminals(
                    which.contains("0"),
                    which.contains("1"),
                    which.contains("2"),
                    Math.max(40, Math.min(columns, 200)));
        }
    }

    /** A console over the given streams; for tests. {@code colourful}: whether terminals show colours. */
    public Console(InputStream in, PrintStream out, PrintStream err, Terminals terminals, boolean colourful) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.terminals = terminals;
        this.colourful = colourful;
    }

    /** The console of this process. */
    public static Console ofProcess() {
        return new Console(
                System.in,
                utf8(FileDescriptor.out),
                utf8(FileDescriptor.err),
                Terminals.ofProperties(),
                System.getenv("NO_COLOR") == null);
    }

    /** Writes a line of the result to standard output. */
    public synchronized void print(String line) {
        clearStatus();
        out.println(line);
        out.flush();
    }

    /** Writes a piece of the result to standard output, without a line's end, at once. */
    public synchronized void stream(String text) {
        clearStatus();
        out.print(text);
        out.flush();
    }

    /** Writes a line about what is being done to standard error. */
    public synchronized void note(String line) {
        clearStatus();
        err.println(line);
        err.flush();
    }

    /** Writes a piece of text to standard error, without a line's end, at once. */
    public synchronized void write(String text) {
        clearStatus();
        err.print(text);
        err.flush();
    }

    /** Shows a line in place of the last status, if standard error is a terminal; else nothing. */
    public synchronized void status(String line) {
        if (terminals.err()) {
            String fitted = TextWidth.fit(line, terminals.columns() - 1);
            err.print("\r" + fitted + "\u001b[K");
            err.flush();
            status = fitted;
        }
    }

    /** Takes the status away. */
    public synchronized void clearStatus() {
        if (!status.isEmpty()) {
            err.print("\r\u001b[K");
            err.flush();
            status = "";
        }
    }

    /** {@code text} in a style, if standard error shows colours. */
    public String styled(Style style, String text) {
        return colourful && terminals.err() ? "\u001b[" + style.code + "m" + text + "\u001b[0m" : text;
    }

    /** Whether standard output shows colours. */
    public boolean colours() {
        return colourful && terminals.out();
    }

    /** Standard input as bytes. */
    public InputStream input() {
        return in;
    }

    /** Standard input as lines of UTF-8. */
    public BufferedReader lines() {
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    /** Standard output, for help texts. */
    public PrintWriter writer() {
        return new PrintWriter(out, true, StandardCharsets.UTF_8);
    }

    /** Standard error, for help texts. */
    public PrintWriter errorWriter() {
        return new PrintWriter(err, true, StandardCharsets.UTF_8);
    }

    /** Which streams are terminals. */
    public Terminals terminals() {
        return terminals;
    }

    /** How a text looks. */
    public enum Style {
        /** Of less weight. */
        DIM("2"),
        /** A heading. */
        BOLD("1"),
        /** The curve of the train loss. */
        CYAN("36"),
        /** Good news, and the curve of the validation loss. */
        GREEN("32"),
        /** A warning. */
        YELLOW("33"),
        /** An error. */
        RED("31");

        private final String code;

        Style(String code) {
            this.code = code;
        }
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
    }
}
