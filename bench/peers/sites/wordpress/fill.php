<?php
// php fill.php WORDPRESS TEXTS: installs WordPress in its empty database and publishes the stories of a file, each by its number.
$_SERVER['HTTP_HOST'] = '127.0.0.1';
define('WP_INSTALLING', true);
require $argv[1] . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';

function author_of(array $story): int
{
    $login = sanitize_user(sanitize_title($story['author']), true);
    $known = get_user_by('login', $login);
    return $known ? $known->ID : wp_insert_user([
        'user_login' => $login, 'user_pass' => wp_generate_password(), 'display_name' => $story['author'], 'role' => 'author',
    ]);
}

function body_of(array $story): string
{
    $pieces = array_map(function (array $piece): string {
        $name = $piece[0] === 'h2' ? 'heading' : 'paragraph';
        return "<!-- wp:$name --><{$piece[0]}>{$piece[1]}</{$piece[0]}><!-- /wp:$name -->";
    }, $story['body']);
    return implode("\n\n", $pieces);
}

function at(string $instant): string
{
    return gmdate('Y-m-d H:i:s', strtotime($instant));
}

function publish(array $story): void
{
    $post = wp_insert_post([
        'post_title' => $story['headline'], 'post_name' => "story-{$story['number']}", 'post_excerpt' => $story['standfirst'],
        'post_content' => body_of($story), 'post_author' => author_of($story), 'post_date_gmt' => at($story['at']),
        'post_date' => at($story['at']), 'post_status' => 'publish', 'comment_status' => 'open', 'tags_input' => $story['tags'],
    ], true);
    if (is_wp_error($post)) {
        fwrite(STDERR, $post->get_error_message() . "\n");
        exit(1);
    }
    foreach ($story['comments'] as $said) {
        wp_insert_comment([
            'comment_post_ID' => $post, 'comment_author' => $said['name'], 'comment_author_email' => 'reader@example.org',
            'comment_content' => $said['text'], 'comment_date_gmt' => at($said['at']), 'comment_date' => at($said['at']),
            'comment_approved' => 1,
        ]);
    }
}

function wp_new_blog_notification(...$ignored): void {} // WordPress lets it be replaced: no mail is sent

wp_install('The Peer', 'admin', 'admin@example.org', true, '', wp_generate_password());
wp_delete_post(1, true);
update_option('posts_per_page', 20);
update_option('permalink_structure', '/%postname%/');
$GLOBALS['wp_rewrite']->init();
flush_rewrite_rules(false);
wp_defer_term_counting(true);
wp_defer_comment_counting(true);
array_map('publish', array_reverse(json_decode(file_get_contents($argv[2]), true)['stories']));
wp_defer_comment_counting(false);
wp_defer_term_counting(false);
echo "All stories are published.\n";
