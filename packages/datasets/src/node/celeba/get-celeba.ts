/** Where the authors of CelebA offer it. */
export const celebaPage = 'https://mmlab.ie.cuhk.edu.hk/projects/CelebA.html';

/** Advice for files that are not there: only a person can get them, since CelebA's terms have to be agreed to. */
export const getCeleba: string =
  `CelebA has to be fetched by hand, from ${celebaPage}; its licence allows non-commercial research only. Unpack ` +
  'img_align_celeba.zip in this folder, and put list_attr_celeba.txt and list_eval_partition.txt (or Kaggle’s .csv ' +
  'files) beside the folder img_align_celeba that comes out.';

/** Advice for a list whose content is wrong. */
export const correctList: string = `Correct it, or get the list again from ${celebaPage}.`;
