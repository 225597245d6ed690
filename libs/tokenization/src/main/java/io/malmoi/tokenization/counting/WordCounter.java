package io.malmoi.tokenization.counting;

import io.malmoi.tokenization.collections.WordTable;
import io.malmoi.tokenization.definition.Normalizer;
import io.malmoi.tokenization.definition.PreTokenizer;
import io.malmoi.tokenization.pretokenization.Normalization;
import io.malmoi.tokenization.pretokenization.PreTokenization;
import io.malmoi.tokenization.text.InvalidTextException;
import io.malmoi.tokenization.text.TextSlice;
import io.malmoi.tokenization.text.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.text.Normalizer.Form;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Counts the words of a stream of text on every core. The caller's thread reads, a few pieces ahead of those that count. */
public final class WordCounter {
    private static final String STAGE = "count words";

    private final Normalization normalization;
    private final PreTokenization preTokenization;
    private final boolean cutsWithinLines;
    private final WordCounts counts;
    private final ConcurrentLinkedQueue<WordTable> idle = new ConcurrentLinkedQueue<>();
    private final Deque<Future<Integer>> running = new ArrayDeque<>();
    private long done;

    public WordCounter(Normalizer normalizer, PreTokenizer preTokenizer, WordRoom room) {
        counts = new WordCounts(room);
        normalization = Normalization.of(normalizer);
        preTokenization = PreTokenization.of(preTokenizer);
        cutsWithinLines = (preTokenizer.equals(PreTokenizer.BYTE_LEVEL) || preTokenizer.equals(PreTokenizer.KOREAN))
                && (normalizer.equals(Normalizer.NONE) || normalizer.equals(new Normalizer.Unicode(Form.NFC)));
    }

    /** Counts all words; see {@code BpeTrainer.train}. The caller closes the result. */
    public <E extends Exception> WordCounts count(InputStream text, long bytes, ProgressListener<E> listener)
            throws IOException, E {
        boolean counted = false;
        try {
            countPieces(text, bytes, listener);
            counts.settle(listener);
            if (counts.blank()) {
                throw new InvalidTextException("there is no text, or white space alone: give a corpus with text in it");
            }
            counted = true;
            return counts;
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage() + ": " + e.getCause().getMessage(), e);
        } finally {
            if (!counted) {
                counts.close();
            }
        }
    }

    private <E extends Exception> void countPieces(InputStream text, long bytes, ProgressListener<E> listener)
            throws IOException, E {
        TextPieces pieces = new TextPieces(text, cutsWithinLines);
        int threads = Runtime.getRuntime().availableProcessors();
        ExecutorService workers = Executors.newFixedThreadPool(threads, WordCounter::thread);
        try {
            listener.progress(STAGE, 0, bytes, "bytes");
            for (TextPieces.Piece piece = pieces.next(); piece != null; piece = pieces.next()) {
                TextPieces.Piece next = piece;
                running.add(workers.submit(() -> count(next)));
                if (running.size() > 2 * threads) {
                    finishOne(bytes, listener);
                }
            }
            while (!running.isEmpty()) {
                finishOne(bytes, listener);
            }
        } finally {
            end(workers);
        }
        idle.forEach(counts::take);
        idle.clear();
    }

    /** Waits until no thread adds words any more. */
    private static void end(ExecutorService workers) {
        workers.shutdownNow();
        try {
            workers.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "count-words");
        thread.setDaemon(true);
        return thread;
    }

    /** Waits for the oldest piece, so that of several faults the first in the text is told. */
    private <E extends Exception> void finishOne(long bytes, ProgressListener<E> listener) throws IOException, E {
        try {
            done += running.remove().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InvalidTextException fault) {
                throw fault;
            }
            if (e.getCause() instanceof UncheckedIOException fault) {
                throw fault;
            }
            throw new IllegalStateException("counting words failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while counting words");
        }
        listener.progress(STAGE, done, bytes == 0 ? 0 : Math.max(bytes, done), "bytes");
    }

    private int count(TextPieces.Piece piece) {
        byte[] bytes = piece.bytes();
        char[] text = new char[bytes.length];
        int length = Utf8.decode(bytes, 0, bytes.length, text);
        if (length < 0) {
            throw new InvalidTextException(
                    "the text is not UTF-8: bad byte at offset " + (piece.offset() - 1 - length));
        }
        WordTable local = idle.poll();
        local = local == null ? new WordTable() : local;
        countLines(text, length, local);
        idle.add(local);
        return bytes.length;
    }

    /** Line by line, each with its end, as the reference library reads files. */
    private void countLines(char[] text, int length, WordTable local) {
        PreTokenization.Words words = (slice, from, to) -> add(slice.characters(), from, to, local);
        int start = 0;
        while (start < length) {
            int end = lineEnd(text, start, length);
            TextSlice line = TextSlice.untracked(text, start, end, true);
            preTokenization.split(normalization.apply(line), words);
            start = end;
        }
    }

    private static int lineEnd(char[] text, int start, int length) {
        for (int i = start; i < length; i++) {
            if (text[i] == '\n') {
                return i + 1;
            }
        }
        return length;
    }

    private void add(char[] text, int from, int to, WordTable local) {
        if (to > from) {
            local.add(text, from, to, WordTable.hash(text, from, to), 1);
            if (counts.full(local)) {
                counts.take(local);
            }
        }
    }
}
