/**
 * What the storage can do, as OpenDAL's clients read it.
 *
 * @module
 */

/** Each operation, and each limit, by its name in OpenDAL. */
export const capability: Readonly<Record<string, boolean | null>> = {
  stat: true,
  stat_with_if_match: false,
  stat_with_if_none_match: false,
  read: true,
  read_with_if_match: false,
  read_with_if_none_match: false,
  read_with_override_cache_control: false,
  read_with_override_content_disposition: false,
  read_with_override_content_type: false,
  write: true,
  write_can_multi: true,
  write_can_empty: true,
  write_can_append: false,
  write_with_content_type: false,
  write_with_content_disposition: false,
  write_with_cache_control: false,
  write_multi_max_size: null,
  write_multi_min_size: null,
  write_total_max_size: null,
  create_dir: true,
  delete: true,
  copy: true,
  rename: true,
  list: true,
  list_with_limit: false,
  list_with_start_after: false,
  list_with_recursive: true,
  presign: false,
  presign_read: false,
  presign_stat: false,
  presign_write: false,
  shared: true,
  blocking: false,
};
